package nmos.harness.gates;

import java.util.Locale;
import nmos.reports.validation.Figure;

/// How far a figure was from what was measured when that was recorded, and how far it is now.
record Drift(Figure recorded, Figure today) {
    /// In percentage points, as a share.
    static final double POINTS = 0.02;
    /// Below this nobody waits.
    static final double MS = 5;

    boolean moved() {
        return recorded.simulatedMedian() != today.simulatedMedian();
    }

    /// Whether it is held at all: times and rates are what people get; what a run moves and keeps explains them, and gate A has it to
    /// the byte.
    boolean held() {
        return switch (recorded.unit()) {
            case MS, PER_SECOND -> true;
            case TOKENS, MEGABYTES, COUNT -> false;
        };
    }

    /// Whether the error grew by more than two points, and a time's by more than 5 ms besides.
    boolean lost() {
        return points() > POINTS && (recorded.unit() != Figure.Unit.MS || grownBy() > MS);
    }

    private double grownBy() {
        return Math.abs(today.error()) - Math.abs(recorded.error());
    }

    /// Of what was measured; where that was nothing, of what was simulated first.
    private double points() {
        double whole = Math.abs(recorded.measuredMedian());
        if (whole == 0) {
            whole = Math.abs(recorded.simulatedMedian());
        }
        return grownBy() <= 0 ? 0 : whole == 0 ? Double.POSITIVE_INFINITY : grownBy() / whole;
    }

    String line() {
        String unit = recorded.unit().label;
        return String.format(Locale.ROOT,
                "%s: error was %s (%.6g %s simulated, %.6g measured), is %s (%.6g)",
                recorded.name(), share(recorded), recorded.simulatedMedian(), unit, recorded.measuredMedian(), share(today),
                today.simulatedMedian());
    }

    private static String share(Figure figure) {
        return Double.isInfinite(figure.errorShare())
                ? String.format(Locale.ROOT, "%+.4g %s", figure.error(), figure.unit().label)
                : String.format(Locale.ROOT, "%+.2f %%", 100 * figure.errorShare());
    }
}
