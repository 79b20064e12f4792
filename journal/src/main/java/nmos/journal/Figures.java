package nmos.journal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Figures for reports: six decimals, rounded once, from integers. The same integers print the same digits everywhere.
public final class Figures {
    private static final int DECIMALS = 6;

    private Figures() {}

    /// Nanoseconds as milliseconds: exact.
    public static BigDecimal ms(long ns) {
        return BigDecimal.valueOf(ns, 6);
    }

    /// Nanoseconds as seconds, to the nearest microsecond.
    public static BigDecimal seconds(long ns) {
        return BigDecimal.valueOf(ns, 9).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    /// How many a second: tokens, bytes.
    public static BigDecimal perSecond(long count, long ns) {
        return BigDecimal.valueOf(count)
                .movePointRight(9)
                .divide(BigDecimal.valueOf(ns), DECIMALS, RoundingMode.HALF_EVEN);
    }

    public static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_EVEN);
    }

    /// For what only floating point gives, such as confidence intervals.
    public static BigDecimal of(double value) {
        return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
}
