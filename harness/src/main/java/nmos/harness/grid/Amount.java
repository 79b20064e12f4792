package nmos.harness.grid;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a number comes to, with its unit where it has one, so that `1 GiB` and `1024MiB` are known to be equal. As exact as what reads scenarios.
///
/// @param unit that all of its kind are counted in here: `B`, `B/s`, `op/s`, `s`; empty for numbers and shares
public record Amount(BigDecimal value, String unit) {
    private static final Pattern TEXT = Pattern.compile("([+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+))\\s*([A-Za-z%/]*)");
    /// Longer is not a number anybody wrote by hand.
    private static final int LONGEST = 60;
    private static final Map<String, BigDecimal> PREFIXES = Map.of(
            "", BigDecimal.ONE, "k", new BigDecimal("1e3"), "M", new BigDecimal("1e6"), "G", new BigDecimal("1e9"), "T", new BigDecimal("1e12"),
            "P", new BigDecimal("1e15"), "Ki", BigDecimal.valueOf(1L << 10), "Mi", BigDecimal.valueOf(1L << 20),
            "Gi", BigDecimal.valueOf(1L << 30), "Ti", BigDecimal.valueOf(1L << 40));
    private static final Map<String, Amount> UNITS = units();

    private static Map<String, Amount> units() {
        Map<String, Amount> units = new HashMap<>(Map.of(
                "", one("1", ""), "%", one("1e-2", ""), "ppm", one("1e-6", ""),
                "ns", one("1e-9", "s"), "us", one("1e-6", "s"), "ms", one("1e-3", "s"), "s", one("1", "s"), "min", one("60", "s")));
        for (String unit : List.of("B", "B/s", "op/s")) {
            PREFIXES.forEach((prefix, worth) -> units.put(prefix + unit, new Amount(worth, unit)));
        }
        return Map.copyOf(units);
    }

    /// Empty where the text is no number, or of a unit that nothing is known of.
    public static Optional<Amount> of(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (text.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(parts.group(1).replace("_", ""));
        return unit(parts.group(2)).map(unit -> new Amount(number.multiply(unit.value).stripTrailingZeros(), unit.unit));
    }

    /// One of a unit; empty for one that nothing is known of.
    public static Optional<Amount> unit(String label) {
        return Optional.ofNullable(UNITS.get(label));
    }

    private static Amount one(String worth, String unit) {
        return new Amount(new BigDecimal(worth), unit);
    }
}
