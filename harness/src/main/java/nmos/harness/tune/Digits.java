package nmos.harness.tune;

import java.util.Locale;

/// Figures with as many digits as anybody reads: four or so.
public final class Digits {
    private Digits() {}

    /// A dash where there is none.
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
