package nmos.harness.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nmos.harness.grid.Estimate;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;

/// Turns what replications came to into figures: the mean of each point and how far it is from the best one's. Of many points that are alike one is
/// ahead by luck; so that it does not make the others seem worse, each difference's interval is as wide as it takes for all to hold together.
final class Telling {
    private Telling() {}

    /// The points in the order of the grid, measured ones last, with their figures.
    static Sweep of(Manifest manifest, List<Point> points) {
        List<Point> sorted = points.stream().sorted(Comparator.comparing(Point::kind).thenComparingInt(Point::number)).toList();
        Sweep means = new Sweep(manifest, sorted.stream().map(point -> point.told(means(manifest, point))).toList());
        List<Optional<Point>> best = new ArrayList<>();
        for (int metric = 0; metric < manifest.metrics().size(); metric++) {
            best.add(means.best(metric));
        }
        List<Integer> others = new ArrayList<>();
        for (int metric = 0; metric < manifest.metrics().size(); metric++) {
            int of = metric;
            others.add((int) means.simulated().stream().filter(point -> point.counts(of)).count() - 1);
        }
        return new Sweep(manifest, means.points().stream().map(point -> point.told(figures(point, best, others))).toList());
    }

    private static List<Point.Figure> means(Manifest manifest, Point point) {
        List<Point.Figure> figures = new ArrayList<>();
        for (int metric = 0; point.impossible() == null && metric < manifest.metrics().size(); metric++) {
            Estimate mean = Estimate.of(values(point, metric));
            figures.add(new Point.Figure(mean.mean(), mean.halfWidth95(), Double.NaN, Double.NaN));
        }
        return figures;
    }

    private static List<Point.Figure> figures(Point point, List<Optional<Point>> best, List<Integer> others) {
        List<Point.Figure> figures = new ArrayList<>();
        for (int metric = 0; metric < point.figures().size(); metric++) {
            Point.Figure mean = point.figures().get(metric);
            // What was measured did not have the keystrokes and chances of any simulated replication.
            boolean paired = point.kind() == Point.Kind.SIMULATED && best.get(metric).isPresent();
            Estimate less = paired
                    ? Estimate.ofDifferences(values(point, metric), values(best.get(metric).orElseThrow(), metric), others.get(metric))
                    : Estimate.of(new double[0]);
            figures.add(new Point.Figure(mean.mean(), mean.halfWidth95(), less.mean(), less.halfWidth95()));
        }
        return figures;
    }

    private static double[] values(Point point, int metric) {
        return point.values().get(metric).stream().mapToDouble(Double::doubleValue).toArray();
    }
}
