package nmos.harness.grid;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.yaml.Unit;

/// What a number comes to, with its unit where it has one, so that `1 GiB` and `1024MiB` are known to be equal. As exact as what reads scenarios.
///
/// @param unit that all of its kind are counted in here: `B`, `B/s`, `op/s`, `s`; empty for numbers and shares
public record Amount(BigDecimal value, String unit) {
    private static final Pattern TEXT = Pattern.compile("([+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+))\\s*([A-Za-z%/]*)");
    /// Longer is not a number anybody wrote by hand.
    private static final int LONGEST = 60;
    /// Durations are worth so many ns: decimals of a second.
    private static final int NANOS = 9;

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
        return switch (label) {
            case "" -> Optional.of(new Amount(BigDecimal.ONE, ""));
            case "%" -> Optional.of(new Amount(new BigDecimal("1e-2"), ""));
            case "ppm" -> Optional.of(new Amount(new BigDecimal("1e-6"), ""));
            default -> Unit.of(label).map(unit -> switch (unit.quantity) {
                case BYTES -> new Amount(BigDecimal.valueOf(unit.worth), Unit.B.label);
                case RATE -> new Amount(BigDecimal.valueOf(unit.worth), Unit.B_S.label);
                case OPERATIONS -> new Amount(BigDecimal.valueOf(unit.worth), Unit.OP_S.label);
                case DURATION -> new Amount(BigDecimal.valueOf(unit.worth, NANOS), Unit.S.label);
            });
        };
    }
}
