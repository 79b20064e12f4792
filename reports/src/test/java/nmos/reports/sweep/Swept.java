package nmos.reports.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sweeps made by hand.
public final class Swept {
    private Swept() {}

    /// What a point of `indices` comes to, in two metrics of which the first is the better the more; null where it cannot be.
    public interface Outcome {
        double @Nullable [] of(int[] indices);
    }

    /// Axes are named a, b, c and have values 1..n.
    public static Sweep of(int[] sizes, Outcome outcome) {
        List<Manifest.Axis> axes = new ArrayList<>();
        int points = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            axes.add(new Manifest.Axis(Character.toString('a' + axis), IntStream.rangeClosed(1, sizes[axis]).mapToObj(Integer::toString).toList()));
            points *= sizes[axis];
        }
        return with(axes, points, outcome);
    }

    /// With axes of one's own.
    public static Sweep with(List<Manifest.Axis> axes, int points, Outcome outcome) {
        Manifest manifest = new Manifest("made-up", "a machine", List.of("seed=7"), axes,
                List.of(new Manifest.Metric("good", "1/s", true), new Manifest.Metric("bad", "ms", false)), 7, 1, "ab", List.of(), "cd", "nmos sweep made-up", true,
                points, points, List.of("Made up by hand."));
        Sweep names = new Sweep(manifest, List.of());
        List<Point> all = new ArrayList<>();
        for (int number = 0; number < points; number++) {
            Point at = Point.impossible(number, "it is too large");
            double[] values = outcome.of(IntStream.range(0, axes.size()).map(axis -> names.index(at, axis)).toArray());
            all.add(values == null ? at : new Point(number, Point.Kind.SIMULATED, null, List.of(0), List.of(List.of(values[0]), List.of(values[1])),
                    List.of(new Point.Figure(values[0], .5, 0, Double.NaN), new Point.Figure(values[1], Double.NaN, 0, Double.NaN)), null));
        }
        return new Sweep(manifest, all);
    }
}
