package nmos.harness.compare;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The middle one of what repetitions gave, the least and the most.
public record Spread(double median, double least, double most) {
    /// Null of nothing.
    public static @Nullable Spread of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? null : new Spread(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    static double median(Collection<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public String toString() {
        return Arrays.toString(new double[] {least, median, most});
    }
}
