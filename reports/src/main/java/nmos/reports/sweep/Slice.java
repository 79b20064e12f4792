package nmos.reports.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Points picked from a grid by where they lie on one axis or two. Empty where no point there has the metric.
public final class Slice {
    private Slice() {}

    /// By value of an axis, the best that the other axes allow.
    public static List<Optional<Point>> bestBy(Sweep sweep, int axis, int metric) {
        return bestBy(sweep, axis, axis, metric).stream().map(List::getFirst).toList();
    }

    /// By value of one axis and then of another, the best that the rest of them allow. Where both are one axis, there is one column.
    public static List<List<Optional<Point>>> bestBy(Sweep sweep, int down, int across, int metric) {
        List<List<Optional<Point>>> all = new ArrayList<>();
        int columns = down == across ? 1 : sweep.manifest().axes().get(across).values().size();
        for (int row = 0; row < sweep.manifest().axes().get(down).values().size(); row++) {
            List<Optional<Point>> cells = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                cells.add(Optional.empty());
            }
            all.add(cells);
        }
        Manifest.Metric what = sweep.manifest().metrics().get(metric);
        for (Point point : sweep.simulated()) {
            if (point.counts(metric)) {
                List<Optional<Point>> row = all.get(sweep.index(point, down));
                int column = down == across ? 0 : sweep.index(point, across);
                Optional<Point> before = row.get(column);
                if (before.isEmpty() || what.cost(point.mean(metric)) < what.cost(before.get().mean(metric))) {
                    row.set(column, Optional.of(point));
                }
            }
        }
        return all;
    }

    /// By value of an axis, the point that differs from a given one in that alone.
    public static List<Optional<Point>> through(Sweep sweep, Point centre, int axis, int metric) {
        List<Optional<Point>> all = new ArrayList<>();
        sweep.manifest().axes().get(axis).values().forEach(_ -> all.add(Optional.empty()));
        for (Point point : sweep.simulated()) {
            if (point.counts(metric) && elsewhereAlike(sweep, centre, point, axis)) {
                all.set(sweep.index(point, axis), Optional.of(point));
            }
        }
        return all;
    }

    private static boolean elsewhereAlike(Sweep sweep, Point one, Point other, int but) {
        for (int axis = 0; axis < sweep.manifest().axes().size(); axis++) {
            if (axis != but && sweep.index(one, axis) != sweep.index(other, axis)) {
                return false;
            }
        }
        return true;
    }
}
