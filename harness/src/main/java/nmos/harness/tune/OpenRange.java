package nmos.harness.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.harness.grid.Amount;

/// A range that has no step of its own, so that nobody could list it, but that can be searched: `64KiB..16MiB`, `1..8 GB`, `.1..0.9`, `0.0..1`. Sizes
/// from one power of two to another are doubled, which is what fields take that want a power of two; anything else is cut into [#STEPS] steps, even
/// ones or, where the ends are far apart, of even ratio. No value is beyond an end, and each is a whole number of what scenarios count in, since they
/// refuse a share of a byte.
final class OpenRange {
    private static final int STEPS = 32;
    private static final double FAR = 10;
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final BigDecimal FEW = BigDecimal.valueOf(100);
    private static final int LONGEST = 12;
    private static final String NUMBER = "([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+))";
    private static final String UNIT = "\\s*([A-Za-z%][A-Za-z%/]*)?";
    private static final Pattern TEXT = Pattern.compile(NUMBER + UNIT + "\\s*\\.\\.\\s*" + NUMBER + UNIT);
    private static final Set<String> TIMES = Set.of("ns", "us", "ms", "s", "min");
    /// Where three digits of a unit are no whole number of bytes.
    private static final Map<String, String> SMALLER = Map.of(
            "TiB", "GiB", "GiB", "MiB", "MiB", "KiB", "KiB", "B", "GiB/s", "MiB/s", "MiB/s", "B/s");

    private OpenRange() {}

    /// Empty where the text is none, as `1..32` is not, which has whole steps, and `1..32*2`, which says its own.
    ///
    /// @throws IllegalArgumentException where it is one that cannot be
    static Optional<List<String>> values(String text) {
        Matcher parts = TEXT.matcher(text);
        if (text.length() > 60 || !parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(4) == null && !(parts.group(1) + parts.group(3)).contains(".")) {
            return Optional.empty();
        }
        String unit = parts.group(4) == null ? "" : parts.group(4);
        String firstUnit = parts.group(2) == null ? unit : parts.group(2);
        if (Amount.unit(unit).isEmpty() || Amount.unit(firstUnit).isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has a unit that nothing is known of, write its values one by one");
        }
        BigDecimal grain = worth(smallest(unit));
        BigDecimal from = new BigDecimal(parts.group(1)).multiply(worth(firstUnit)).divide(grain, 0, RoundingMode.CEILING);
        BigDecimal to = new BigDecimal(parts.group(3)).multiply(worth(unit)).divide(grain, 0, RoundingMode.FLOOR);
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("'" + text + "' goes down or holds no value, write the smaller value first");
        }
        return Optional.of(unit.endsWith("B") && powerOfTwo(from) && powerOfTwo(to)
                ? doubled(from.longValueExact(), to.longValueExact())
                : cut(from.multiply(grain), to.multiply(grain), unit));
    }

    private static BigDecimal worth(String unit) {
        return Amount.unit(unit).orElseThrow().value();
    }

    /// What scenarios count in where something is written in this unit; shares and factors have six decimals.
    private static String smallest(String unit) {
        if (TIMES.contains(unit)) {
            return "ns";
        }
        if (Set.of("", "%", "ppm").contains(unit)) {
            return "ppm";
        }
        return unit.endsWith("op/s") ? "op/s" : unit.endsWith("/s") ? "B/s" : "B";
    }

    private static boolean powerOfTwo(BigDecimal bytes) {
        return bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(1L << 62)) < 0 && Long.bitCount(bytes.longValueExact()) == 1;
    }

    private static List<String> doubled(long from, long to) {
        List<String> values = new ArrayList<>();
        for (long bytes = from; bytes <= to; bytes *= 2) {
            int prefix = Math.min(4, Long.numberOfTrailingZeros(bytes) / 10);
            values.add((bytes >> (10 * prefix)) + " " + List.of("", "Ki", "Mi", "Gi", "Ti").get(prefix) + "B");
        }
        return values;
    }

    private static List<String> cut(BigDecimal from, BigDecimal to, String unit) {
        boolean far = from.signum() > 0 && to.doubleValue() / from.doubleValue() >= FAR;
        TreeSet<BigDecimal> taken = new TreeSet<>();
        List<String> values = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            double share = (double) step / STEPS;
            double at = far
                    ? from.doubleValue() * Math.pow(to.doubleValue() / from.doubleValue(), share)
                    : from.doubleValue() + (to.doubleValue() - from.doubleValue()) * share;
            BigDecimal exact = step == 0 ? from : step == STEPS ? to : new BigDecimal(at).max(from).min(to);
            Value value = value(exact, from, to, unit);
            if (taken.add(value.worth.stripTrailingZeros())) {
                values.add(value.text);
            }
        }
        return values;
    }

    private record Value(BigDecimal worth, String text) {
        Value(BigDecimal number, String unit, BigDecimal worth) {
            this(worth, (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + (unit.isEmpty() ? "" : " " + unit));
        }
    }

    /// The shortest text of what is asked for, or of what is next to it and can be.
    private static Value value(BigDecimal at, BigDecimal from, BigDecimal to, String unit) {
        BigDecimal grain = worth(smallest(unit));
        boolean end = at.compareTo(from) == 0 || at.compareTo(to) == 0;
        BigDecimal number = end ? at.divide(worth(unit), LONGEST, RoundingMode.HALF_EVEN).stripTrailingZeros() : divided(at, unit).round(THREE_DIGITS);
        BigDecimal worth = number.multiply(worth(unit));
        if (worth.compareTo(from) >= 0 && worth.compareTo(to) <= 0 && worth.remainder(grain).signum() == 0
                && (!end || worth.compareTo(at) == 0)) {
            return new Value(number, unit, worth);
        }
        String smaller = unit.isEmpty() ? "" : SMALLER.getOrDefault(unit, smallest(unit));
        BigDecimal of = unit.isEmpty() ? grain : worth(smaller);
        boolean last = unit.isEmpty() || smaller.equals(smallest(unit));
        BigDecimal count = at.divide(of, 0, RoundingMode.HALF_EVEN);
        BigDecimal rounded = count.multiply(of);
        boolean within = rounded.compareTo(from) >= 0 && rounded.compareTo(to) <= 0;
        if (within && (last || (count.compareTo(FEW) >= 0 && (!end || rounded.compareTo(at) == 0)))) {
            return unit.isEmpty() ? new Value(rounded, "", rounded) : new Value(count, smaller, rounded);
        }
        return value(at, from, to, smaller);
    }

    private static BigDecimal divided(BigDecimal at, String unit) {
        return at.divide(worth(unit), new MathContext(20));
    }
}
