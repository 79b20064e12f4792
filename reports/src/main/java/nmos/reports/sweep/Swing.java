package nmos.reports.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How far a metric swings over one axis, from the best point, where that axis alone is moved. `worst` and `best` are points on that line;
/// `lost` of its values have no point that counts.
public record Swing(int axis, Point worst, Point best, int lost) {

    /// Of all axes, the widest first; none where no point counts.
    public static List<Swing> of(Sweep sweep, int metric) {
        List<Swing> all = new ArrayList<>();
        Optional<Point> centre = sweep.best(metric);
        Manifest.Metric what = sweep.manifest().metrics().get(metric);
        for (int axis = 0; centre.isPresent() && axis < sweep.manifest().axes().size(); axis++) {
            List<Optional<Point>> line = Slice.through(sweep, centre.get(), axis, metric);
            List<Point> points = line.stream().flatMap(Optional::stream).toList();
            Point worst = points.stream().max(Comparator.comparingDouble(point -> what.cost(point.mean(metric)))).orElse(centre.get());
            all.add(new Swing(axis, worst, centre.get(), line.size() - points.size()));
        }
        all.sort(Comparator.<Swing>comparingDouble(swing -> Math.abs(swing.worst.mean(metric) - swing.best.mean(metric))).reversed());
        return all;
    }

    /// Whether chance explains it.
    public boolean isChance(int metric) {
        return worst.number() != best.number() && worst.figures().get(metric).asGoodAsBest();
    }

    public double width(int metric) {
        return Math.abs(worst.mean(metric) - best.mean(metric));
    }
}
