package nmos.harness.grid;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers from one to another: `1..32` by ones, `0..100+10` by tens, `1..32*2` by doubling, with a unit as in `2..10 GB` or
/// `1MiB..16MiB*2`. Exact: a tenth is a tenth. The last is left out where no step meets it.
final class Range {
    private static final String NUMBER = "([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+))";
    private static final String UNIT = "(\\s*[A-Za-z%][A-Za-z%/]*)?";
    private static final Pattern RANGE =
            Pattern.compile(NUMBER + UNIT + "\\s*\\.\\.\\s*" + NUMBER + UNIT + "\\s*(?:([+*])\\s*" + NUMBER + UNIT + ")?");
    private static final int LONGEST = 60;

    private Range() {}

    /// Whether that is what was meant: `..` is in a path of a file, too.
    static boolean isOne(String text) {
        return text.contains("..") && !text.contains("/") && !text.contains("\\") && !text.startsWith("'") && !text.startsWith("\"")
                && !text.startsWith("{") && !text.startsWith("[");
    }

    /// @throws IllegalArgumentException where the text is no range, or one of too many values
    static List<String> values(String text) {
        Matcher parts = RANGE.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw new IllegalArgumentException("'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text)
                    + "' is no range, write it as 1..32, 0..100+10, 1..32*2 or 2..10 GB");
        }
        BigDecimal from = new BigDecimal(parts.group(1));
        BigDecimal to = new BigDecimal(parts.group(3));
        String unit = unit(text, parts);
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("'" + text + "' goes down, write the smaller number first");
        }
        boolean times = "*".equals(parts.group(5));
        BigDecimal step = parts.group(6) == null ? BigDecimal.ONE : new BigDecimal(parts.group(6));
        if (parts.group(6) == null && (!isWhole(from) || !isWhole(to))) {
            throw new IllegalArgumentException("'" + text + "' has no step, write one as in .1..0.9+.1");
        }
        return times ? byFactor(text, from, to, step, unit) : bySteps(text, from, to, step, unit);
    }

    private static List<String> bySteps(String text, BigDecimal from, BigDecimal to, BigDecimal step, String unit) {
        if (step.signum() <= 0) {
            throw new IllegalArgumentException("'" + text + "' never gets anywhere, its step has to be above 0");
        }
        BigInteger steps = to.subtract(from).divide(step, 0, RoundingMode.DOWN).toBigInteger();
        if (steps.compareTo(BigInteger.valueOf(Axes.MOST_POINTS)) >= 0) {
            throw tooMany(text);
        }
        List<String> values = new ArrayList<>();
        for (int n = 0; n <= steps.intValueExact(); n++) {
            values.add(text(from.add(step.multiply(BigDecimal.valueOf(n))), unit));
        }
        return values;
    }

    private static List<String> byFactor(String text, BigDecimal from, BigDecimal to, BigDecimal factor, String unit) {
        if (from.signum() <= 0 || factor.compareTo(BigDecimal.ONE) <= 0) {
            throw new IllegalArgumentException("'" + text + "' never gets anywhere, it has to begin above 0 and its factor be above 1");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal at = from; at.compareTo(to) <= 0; at = at.multiply(factor)) {
            if (at.precision() > MathContext.DECIMAL64.getPrecision()) {
                throw new IllegalArgumentException("'" + text + "' comes to numbers of too many digits, take a rounder factor");
            }
            if (values.size() >= Axes.MOST_POINTS) {
                throw tooMany(text);
            }
            values.add(text(at, unit));
        }
        return values;
    }

    private static String unit(String text, Matcher parts) {
        String from = parts.group(2);
        String to = parts.group(4);
        String step = parts.group(7);
        String unit = to != null ? to : step;
        boolean factor = "*".equals(parts.group(5));
        if ((from != null && (to == null || !from.strip().equals(to.strip())))
                || (step != null && (factor || to == null || !step.strip().equals(to.strip())))) {
            throw new IllegalArgumentException("'" + text + "' has units in places where they say different things, write one behind the"
                    + " last number as in 2..10 GB, or the same everywhere");
        }
        return unit == null ? "" : unit;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static String text(BigDecimal number, String unit) {
        return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + unit;
    }

    private static IllegalArgumentException tooMany(String text) {
        return new IllegalArgumentException("'" + text + "' has more than " + Axes.MOST_POINTS + " values, take larger steps");
    }
}
