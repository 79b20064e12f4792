package nmos.reports.validation;

import java.util.Arrays;
import java.util.List;

/// One quantity of a scenario in both worlds, repetition by repetition: `simulated` and `measured` are equally long.
public record Figure(String name, Unit unit, Origin origin, List<Double> simulated, List<Double> measured) {

    /// What it counts; errors are also told in this unit.
    public enum Unit {
        MS("ms"),
        PER_SECOND("/s"),
        TOKENS("tokens"),
        MEGABYTES("MB"),
        COUNT("");

        public final String label;

        Unit(String label) {
            this.label = label;
        }
    }

    /// Whether the simulated side could have been otherwise.
    public enum Origin {
        /// Nothing of this run went into it.
        PREDICTED,
        /// Something of this very run was given to the simulator, so that agreement says less.
        FITTED
    }

    public Figure {
        simulated = List.copyOf(simulated);
        measured = List.copyOf(measured);
        if (simulated.size() != measured.size() || simulated.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + simulated.size() + " simulated, " + measured.size() + " measured");
        }
    }

    public double simulatedMedian() {
        return median(simulated);
    }

    public double measuredMedian() {
        return median(measured);
    }

    /// Simulated less measured, in the figure's unit.
    public double error() {
        return simulatedMedian() - measuredMedian();
    }

    /// The error as a share of what was measured; infinite where nothing was measured and something simulated.
    public double errorShare() {
        if (error() == 0) {
            return 0;
        }
        return measuredMedian() == 0 ? Double.POSITIVE_INFINITY : error() / measuredMedian();
    }

    /// How far measurements of the same thing lie from each other: half their range, in the figure's unit. 0 of a single one, where
    /// nobody knows.
    public double noise() {
        double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[sorted.length - 1] - sorted[0]) / 2;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
