package nmos.reports.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A scenario with many settings, and what each came to. Points in the order of the grid, measured ones behind all simulated ones.
public record Sweep(Manifest manifest, List<Point> points) {
    public Sweep {
        points = List.copyOf(points);
    }

    public List<Point> simulated() {
        return points.stream().filter(point -> point.kind() == Point.Kind.SIMULATED).toList();
    }

    public List<Point> measured() {
        return points.stream().filter(point -> point.kind() == Point.Kind.MEASURED).toList();
    }

    /// The simulated point where a metric is best, the first of equals; nothing where no point has it.
    public Optional<Point> best(int metric) {
        return best(simulated(), metric);
    }

    /// The best of some points, the first of equals.
    Optional<Point> best(List<Point> some, int metric) {
        // Of equals, min keeps the first.
        Comparator<Point> order = Comparator.comparingDouble(point -> manifest.metrics().get(metric).cost(point.mean(metric)));
        return some.stream().filter(point -> point.counts(metric)).min(order);
    }

    /// How many other points nobody can tell from the best: equal, or a difference that chance explains.
    public long asGood(int metric) {
        return simulated().stream()
                .filter(point -> point.counts(metric))
                .filter(point -> point.figures().get(metric).asGoodAsBest())
                .count() - 1;
    }

    /// Where on an axis a point lies.
    public int index(Point point, int axis) {
        int rest = point.number();
        for (int behind = manifest.axes().size() - 1; behind > axis; behind--) {
            rest /= manifest.axes().get(behind).values().size();
        }
        return rest % manifest.axes().get(axis).values().size();
    }

    /// The value that a point has on an axis.
    public String value(Point point, int axis) {
        return manifest.axes().get(axis).values().get(index(point, axis));
    }

    /// A point in words, as settings with semicolons between them.
    public String settings(Point point) {
        StringBuilder text = new StringBuilder();
        for (int axis = 0; axis < manifest.axes().size(); axis++) {
            text.append(text.isEmpty() ? "" : "; ").append(manifest.axes().get(axis).path()).append('=').append(value(point, axis));
        }
        return text.toString();
    }
}
