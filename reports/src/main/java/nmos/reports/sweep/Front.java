package nmos.reports.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The points of which none other is better in one of two metrics and as good in the other.
public final class Front {
    private Front() {}

    /// From the best in the first metric to the best in the second. Of points that are alike in both, the first of the grid.
    public static List<Point> of(Sweep sweep, int one, int other) {
        Manifest.Metric first = sweep.manifest().metrics().get(one);
        Manifest.Metric second = sweep.manifest().metrics().get(other);
        List<Point> sorted = sweep.simulated().stream()
                .filter(point -> point.counts(one) && point.counts(other))
                .sorted(Comparator.<Point>comparingDouble(point -> first.cost(point.mean(one)))
                        .thenComparingDouble(point -> second.cost(point.mean(other)))
                        .thenComparingInt(Point::number))
                .toList();
        List<Point> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Point point : sorted) {
            double cost = second.cost(point.mean(other));
            if (cost < least) {
                least = cost;
                front.add(point);
            }
        }
        return front;
    }
}
