package nmos.reports.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them, the same in every country.
public final class Numbers {
    private static final int DIGITS = 4;
    private static final double HUNDRED = 100;
    /// From here on nobody reads percentages.
    public static final double TIMES = 9;

    private Numbers() {}

    /// Four digits that count, never in powers of ten; whole numbers whole.
    public static String of(double value) {
        return digits(value, DIGITS);
    }

    /// Three digits that count: for sentences.
    public static String brief(double value) {
        return digits(value, DIGITS - 1);
    }

    /// A share as a percentage with one decimal.
    public static String percent(double share) {
        return Double.isFinite(share) ? fixed(share * HUNDRED, 1) + " %" : "unbounded";
    }

    /// A difference: with its sign, also where it is positive.
    public static String signed(double value) {
        String text = of(value);
        return value > 0 && !text.equals("0") ? "+" + text : text;
    }

    /// A difference as a percentage, with its sign.
    public static String signedPercent(double share) {
        if (Double.isFinite(share) && share >= TIMES) {
            return "\u00d7" + brief(share + 1);
        }
        String text = percent(share);
        return share > 0 && Double.isFinite(share) && !text.equals("0.0 %") ? "+" + text : text;
    }

    public static String fixed(double value, int decimals) {
        String text = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        return minus(text);
    }

    /// Bytes, in the unit that leaves few digits.
    public static String bytes(double bytes) {
        double size = Math.abs(bytes);
        if (size >= 1e9) {
            return of(bytes / 1e9) + " GB";
        }
        if (size >= 1e6) {
            return of(bytes / 1e6) + " MB";
        }
        return size >= 1e3 ? of(bytes / 1e3) + " kB" : of(bytes) + " B";
    }

    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    public static String time(long ns) {
        return time((double) ns);
    }

    /// A time, in the unit that leaves few digits.
    public static String time(double ns) {
        double size = Math.abs(ns);
        if (size >= 1e9) {
            return of(ns / 1e9) + " s";
        }
        return size >= 1e6 || size == 0 ? of(ns / 1e6) + " ms" : of(ns / 1e3) + " µs";
    }

    /// A time for a label.
    public static String briefTime(double ns) {
        double size = Math.abs(ns);
        return size >= 1e9 ? brief(ns / 1e9) + " s" : size >= 1e6 || size == 0 ? brief(ns / 1e6) + " ms" : brief(ns / 1e3) + " \u00b5s";
    }

    /// A name cut to what there is room for.
    static String shortened(String name, int most) {
        return name.length() <= most ? name : name.substring(0, most - 1) + "\u2026";
    }

    private static String digits(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : "unbounded";
        }
        BigDecimal exact = new BigDecimal(value);
        int whole = exact.precision() - exact.scale();
        BigDecimal rounded = whole >= digits
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (rounded.signum() == 0) {
            return "0";
        }
        return minus(grouped(rounded.stripTrailingZeros().toPlainString()));
    }

    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        return whole.length() < 5 ? plain : String.format(Locale.ROOT, "%,d", Long.parseLong(whole)).replace(',', '\u202f')
                + (point < 0 ? "" : plain.substring(point));
    }

    /// A minus as wide as a plus.
    private static String minus(String text) {
        return text.startsWith("-") ? "\u2212" + text.substring(1) : text;
    }
}
