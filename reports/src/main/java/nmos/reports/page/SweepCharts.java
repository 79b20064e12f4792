package nmos.reports.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nmos.reports.chart.FrontChart;
import nmos.reports.chart.HeatMapChart;
import nmos.reports.chart.KnobChart;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.TornadoChart;
import nmos.reports.sweep.Front;
import nmos.reports.sweep.Knee;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Slice;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.Swing;

/// The charts of a sweep.
final class SweepCharts {
    /// More are not looked at.
    private static final int MOST_KNOBS = 6;
    private static final int MOST_PAIRS = 4;
    private static final String KNEE = "The knee is where a curve, both ways scaled to 1, lies furthest on the better side of the straight line from its worse"
            + " end to its best point, and at least a tenth.";

    private SweepCharts() {}

    /// The first two metrics: how far each knob moves them, and how.
    static List<Shown> knobs(Sweep sweep) {
        List<Shown> shown = new ArrayList<>();
        for (int metric = 0; metric < Math.min(2, sweep.manifest().metrics().size()); metric++) {
            shown.add(tornado(sweep, metric));
        }
        List<Integer> axes = widest(sweep, 0);
        for (int axis : axes.subList(0, Math.min(MOST_KNOBS, axes.size()))) {
            for (int metric = 0; metric < Math.min(2, sweep.manifest().metrics().size()); metric++) {
                shown.add(knob(sweep, axis, metric));
            }
        }
        return shown;
    }

    /// Axes by how far they move a metric.
    private static List<Integer> widest(Sweep sweep, int metric) {
        List<Swing> swings = Swing.of(sweep, metric);
        return swings.isEmpty() ? IntStream.range(0, sweep.manifest().axes().size()).boxed().toList() : swings.stream().map(Swing::axis).toList();
    }

    private static Shown tornado(Sweep sweep, int metric) {
        Manifest.Metric what = sweep.manifest().metrics().get(metric);
        String title = "What " + what.name() + " depends on";
        List<Swing> swings = Swing.of(sweep, metric);
        if (swings.isEmpty()) {
            return new Shown.Missing(title, "because no point has it");
        }
        List<TornadoChart.Bar> bars = swings.stream().map(swing -> new TornadoChart.Bar(sweep.manifest().axes().get(swing.axis()).path(),
                sweep.value(swing.worst(), swing.axis()), swing.worst().mean(metric), sweep.value(swing.best(), swing.axis()), swing.best().mean(metric),
                swing.lost(), swing.isChance(metric))).toList();
        return new Shown.Drawn(TornadoChart.of("tornado-" + metric, title, what.label(), bars),
                "From the best point (" + sweep.settings(swings.getFirst().best()) + ") one knob at a time is moved over all its values."
                        + (bars.stream().anyMatch(TornadoChart.Bar::chance) ? " Pale bars are no wider than chance explains." : ""));
    }

    private static Shown knob(Sweep sweep, int axis, int metric) {
        Manifest.Metric what = sweep.manifest().metrics().get(metric);
        String path = sweep.manifest().axes().get(axis).path();
        String title = what.name() + " by " + path;
        List<Point> points = Slice.bestBy(sweep, axis, metric).stream().flatMap(Optional::stream).toList();
        if (points.isEmpty()) {
            return new Shown.Missing(title, "because no point has it");
        }
        List<Point> measured = sweep.measured();
        List<KnobChart.Along> along = points.stream().map(point -> new KnobChart.Along(sweep.value(point, axis), point.mean(metric),
                point.figures().get(metric).halfWidth95(), measured(measured, point, metric))).toList();
        KnobChart.Places places = KnobChart.Places.of(along.stream().map(KnobChart.Along::value).toList());
        List<Double> costs = along.stream().map(point -> what.moreIsBetter() ? -point.mean() : point.mean()).toList();
        Knee knee = places.words() ? new Knee.Nowhere("its values are no numbers of one unit, in order") : Knee.of(places.at(), costs,
                points.stream().map(point -> point.figures().get(metric).lessBestHalfWidth95()).toList());
        int best = IntStream.range(0, costs.size()).boxed().min(Comparator.comparingDouble(costs::get)).orElse(0);
        String told = switch (knee) {
            case Knee.At(int index, double distance) -> "The knee is at " + along.get(index).value() + ", " + Numbers.brief(distance)
                    + " from the straight line. " + KNEE;
            case Knee.Nowhere(String why) -> "No knee: " + why + ".";
        };
        String others = sweep.manifest().axes().size() > 1 ? "The other knobs are at their best for each value. " : "";
        Integer at = switch (knee) {
            case Knee.At(int index, double _) -> index;
            case Knee.Nowhere _ -> null;
        };
        return new Shown.Drawn(
                KnobChart.of("knob-" + axis + "-" + metric, title, path, what.label(), along, best, at, "best at " + along.get(best).value() + ". " + told),
                others + told);
    }

    /// NaN where the point was not measured.
    private static double measured(List<Point> measured, Point point, int metric) {
        return measured.stream().filter(other -> other.number() == point.number() && other.counts(metric))
                .mapToDouble(other -> other.mean(metric)).average().orElse(Double.NaN);
    }

    /// Each two knobs, those that matter most first.
    static List<Shown> pairs(Sweep sweep) {
        List<Shown> shown = new ArrayList<>();
        int metrics = Math.min(2, sweep.manifest().metrics().size());
        List<Integer> axes = widest(sweep, 0);
        int left = 0;
        for (int second = 1; second < axes.size(); second++) {
            for (int first = 0; first < second; first++) {
                if (shown.size() >= MOST_PAIRS * metrics) {
                    left++;
                    continue;
                }
                for (int metric = 0; metric < metrics; metric++) {
                    shown.add(pair(sweep, axes.get(first), axes.get(second), metric));
                }
            }
        }
        if (left > 0) {
            shown.add(new Shown.Missing(left + " more pairs", "because their knobs move " + sweep.manifest().metrics().getFirst().name() + " least; sweep.csv has them"));
        }
        return shown;
    }

    private static Shown pair(Sweep sweep, int one, int other, int metric) {
        Manifest.Metric what = sweep.manifest().metrics().get(metric);
        List<Manifest.Axis> axes = sweep.manifest().axes();
        // The one of more values lies along the page.
        int across = axes.get(one).values().size() >= axes.get(other).values().size() ? one : other;
        int down = across == one ? other : one;
        String title = what.name() + " by " + axes.get(down).path() + " (down) and " + axes.get(across).path() + " (across)";
        List<List<Optional<Point>>> best = Slice.bestBy(sweep, down, across, metric);
        double[][] values = best.stream().map(row -> row.stream().mapToDouble(cell -> cell.map(point -> point.mean(metric)).orElse(Double.NaN)).toArray())
                .toArray(double[][]::new);
        if (best.stream().allMatch(row -> row.stream().allMatch(Optional::isEmpty))) {
            return new Shown.Missing(title, "because no point has it");
        }
        List<HeatMapChart.Cell> measured = sweep.measured().stream()
                .map(point -> new HeatMapChart.Cell(sweep.index(point, down), sweep.index(point, across))).distinct().toList();
        return new Shown.Drawn(
                HeatMapChart.of("pair-" + down + "-" + across + "-" + metric, title, what.label(), what.moreIsBetter(), knob(axes.get(down)), knob(axes.get(across)),
                        values, measured),
                axes.size() > 2 ? "The other knobs are at their best for each cell." : "");
    }

    private static HeatMapChart.Knob knob(Manifest.Axis axis) {
        return new HeatMapChart.Knob(axis.path(), axis.values());
    }

    /// The first two metrics against each other.
    static Shown front(Sweep sweep) {
        List<Manifest.Metric> metrics = sweep.manifest().metrics();
        if (metrics.size() < 2) {
            return new Shown.Missing("Front", "because it takes two metrics, and " + metrics.getFirst().name() + " is all that was asked for");
        }
        String title = metrics.get(0).name() + " against " + metrics.get(1).name();
        List<Point> front = Front.of(sweep, 0, 1);
        if (front.isEmpty()) {
            return new Shown.Missing(title, "because no point has both");
        }
        return new Shown.Drawn(
                FrontChart.of("front", title, metrics.get(1).label(), metrics.get(0).label(), spots(sweep, sweep.simulated()), spots(sweep, front), spots(sweep, sweep.measured())),
                front.size() == 1
                        ? "One point is best in both: nothing has to be given up."
                        : "Along the front one of the two gets better only where the other gets worse. Points that fall together are drawn once.");
    }

    private static List<FrontChart.Spot> spots(Sweep sweep, List<Point> points) {
        return points.stream().filter(point -> point.counts(0) && point.counts(1))
                .map(point -> new FrontChart.Spot(sweep.settings(point), point.mean(1), point.mean(0))).toList();
    }
}
