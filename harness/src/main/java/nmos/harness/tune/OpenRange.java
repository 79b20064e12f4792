package nmos.harness.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range that has no step of its own, so that nobody could list it, but that can be searched: `64KiB..16MiB`, `1..8 GB`, `.1..0.9`. Sizes from
/// one power of two to another are doubled, which is what fields take that want a power of two; anything else is cut into [#STEPS] steps, even
/// ones or, where the ends are far apart, of even ratio.
final class OpenRange {
    private static final int STEPS = 32;
    private static final double FAR = 10;
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final String NUMBER = "([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+))";
    private static final String UNIT = "\\s*([A-Za-z%][A-Za-z%/]*)?";
    private static final Pattern TEXT = Pattern.compile(NUMBER + UNIT + "\\s*\\.\\.\\s*" + NUMBER + UNIT);

    private OpenRange() {}

    /// Empty where the text is none, as `1..32` is not, which has whole steps, and `1..32*2`, which says its own.
    ///
    /// @throws IllegalArgumentException where it is one that cannot be
    static Optional<List<String>> values(String text) {
        Matcher parts = TEXT.matcher(text);
        if (text.length() > 60 || !parts.matches()) {
            return Optional.empty();
        }
        BigDecimal first = new BigDecimal(parts.group(1));
        BigDecimal last = new BigDecimal(parts.group(3));
        if (parts.group(4) == null && isWhole(first) && isWhole(last)) {
            return Optional.empty();
        }
        String unit = parts.group(4) == null ? "" : parts.group(4);
        double worth = Quantity.worth(unit);
        double from = first.doubleValue() * Quantity.worth(parts.group(2) == null ? unit : parts.group(2));
        double to = last.doubleValue() * worth;
        if (Double.isNaN(from) || Double.isNaN(to)) {
            throw new IllegalArgumentException("'" + text + "' has a unit that nothing is known of, write its values one by one");
        }
        if (from > to) {
            throw new IllegalArgumentException("'" + text + "' goes down, write the smaller value first");
        }
        return Optional.of(unit.endsWith("B") && powerOfTwo(from) && powerOfTwo(to) ? doubled((long) from, (long) to) : cut(from, to, unit, worth));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean powerOfTwo(double bytes) {
        return bytes >= 1 && bytes < 0x1p62 && bytes == Math.rint(bytes) && Long.bitCount((long) bytes) == 1;
    }

    private static List<String> doubled(long from, long to) {
        List<String> values = new ArrayList<>();
        for (long bytes = from; bytes <= to; bytes *= 2) {
            int prefix = Math.min(4, Long.numberOfTrailingZeros(bytes) / 10);
            values.add((bytes >> (10 * prefix)) + " " + List.of("", "Ki", "Mi", "Gi", "Ti").get(prefix) + "B");
        }
        return values;
    }

    private static List<String> cut(double from, double to, String unit, double worth) {
        boolean far = from > 0 && to / from >= FAR;
        List<String> values = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            double share = (double) step / STEPS;
            double at = far ? from * Math.pow(to / from, share) : from + (to - from) * share;
            BigDecimal number = BigDecimal.valueOf(at / worth).round(THREE_DIGITS);
            String value = (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + (unit.isEmpty() ? "" : " " + unit);
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        return values;
    }
}
