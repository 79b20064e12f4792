package nmos.harness.tune;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How great a value of a field is beside others of the same field, whatever units they are written in. What the scenario's reader makes
/// of a value is its own affair.
final class Quantity {
    private static final Pattern TEXT = Pattern.compile("([+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+))\\s*([A-Za-z%/]*)");
    private static final Map<String, Double> PREFIXES = Map.of(
            "", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "P", 1e15, "Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40);
    private static final Map<String, Double> WHOLE =
            Map.of("", 1.0, "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "%", 1e-2, "ppm", 1e-6);

    private Quantity() {}

    /// NaN where the text is no number, infinite for the words that mean there is no limit.
    static double of(String text) {
        String value = text.strip();
        if (value.equals("all") || value.equals("never")) {
            return Double.POSITIVE_INFINITY;
        }
        Matcher parts = TEXT.matcher(value);
        return parts.matches() ? Double.parseDouble(parts.group(1).replace("_", "")) * worth(parts.group(2)) : Double.NaN;
    }

    /// NaN for a unit that nothing is known of.
    static double worth(String unit) {
        Double whole = WHOLE.get(unit);
        if (whole != null) {
            return whole;
        }
        String prefix = unit.replaceFirst("(B|op)(/s)?$", "");
        return prefix.equals(unit) ? Double.NaN : PREFIXES.getOrDefault(prefix, Double.NaN);
    }
}
