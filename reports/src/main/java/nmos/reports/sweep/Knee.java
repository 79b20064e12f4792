package nmos.reports.sweep;

import java.util.List;

/// Where more of a knob begins to bring little: on the way from the worse end of a curve to its best point, the point that lies furthest on the
/// better side of the straight line between the two, with both ways scaled to 1. As Kneedle does, but for its smoothing: the points of a sweep are
/// means already. A curve whose furthest point is nearer than a tenth bends nowhere in particular, nor does one that chance alone may have bent.
public sealed interface Knee {
    double LEAST = 0.1;
    int FEWEST = 4;

    /// It is at the point of that index; `distance` from the straight line, of 1.
    record At(int index, double distance) implements Knee {}

    /// There is none.
    record Nowhere(String why) implements Knee {}

    /// Of a curve in the order of its knob. `costs`: the less the better. `chance`: how much of a point's cost over the best one's may be luck, NaN
    /// where nobody knows.
    static Knee of(List<Double> knobs, List<Double> costs, List<Double> chance) {
        int last = costs.size() - 1;
        if (costs.size() < FEWEST) {
            return new Nowhere("fewer than " + FEWEST + " points");
        }
        int best = 0;
        for (int i = 1; i <= last; i++) {
            best = costs.get(i) < costs.get(best) ? i : best;
        }
        int from = best == last || (best > 0 && costs.get(0) >= costs.get(last)) ? 0 : last;
        double rise = costs.get(from) - costs.get(best);
        double way = knobs.get(best) - knobs.get(from);
        if (Math.abs(best - from) < FEWEST - 1) {
            return new Nowhere(rise <= 0 ? "the curve is flat" : "the best point is fewer than " + (FEWEST - 1) + " steps from the worse end");
        }
        if (rise <= 0 || way == 0) {
            return new Nowhere("the curve is flat");
        }
        if (rise <= chance.get(from)) {
            return new Nowhere("the curve rises by no more than chance explains");
        }
        int furthest = from;
        double distance = 0;
        for (int i = Math.min(from, best); i <= Math.max(from, best); i++) {
            double above = (costs.get(from) - costs.get(i)) / rise - (knobs.get(i) - knobs.get(from)) / way;
            if (above > distance) {
                distance = above;
                furthest = i;
            }
        }
        if (distance < LEAST) {
            return new Nowhere("the curve bends nowhere in particular");
        }
        return distance * rise <= chance.get(furthest) ? new Nowhere("the curve bends no more than chance explains") : new At(furthest, distance);
    }
}
