package nmos.live.calibrate;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.apache.commons.math3.stat.StatUtils;

/// How long something took, over its repeats: quartiles, which a few disturbed repeats do not move.
public record Timing(long medianNs, long lowNs, long highNs, int repeats) {
    static Timing of(long... ns) {
        if (ns.length == 0) {
            throw new IllegalArgumentException("a timing of nothing");
        }
        double[] all = Arrays.stream(ns).asDoubleStream().toArray();
        return new Timing(
                quantile(all, 50), quantile(all, 25), quantile(all, 75), ns.length);
    }

    private static long quantile(double[] all, double percent) {
        return Math.max(1, Math.round(StatUtils.percentile(all, percent)));
    }

    /// The distance of the quartiles, as a share of the median.
    public double spread() {
        return (double) (highNs - lowNs) / medianNs;
    }

    /// Of one of `count` equal parts.
    Timing per(long count) {
        LongUnaryOperator part = ns -> Math.max(1, Math.round((double) ns / count));
        return new Timing(part.applyAsLong(medianNs), part.applyAsLong(lowNs), part.applyAsLong(highNs), repeats);
    }

    /// What went through per second, if that many did in this time.
    public long perSec(long bytes) {
        return perSec(bytes, medianNs);
    }

    /// The same in a bad quarter of the repeats.
    public long slowPerSec(long bytes) {
        return perSec(bytes, highNs);
    }

    private static long perSec(long bytes, long ns) {
        return Math.max(1, Math.round(bytes * 1e9 / ns));
    }
}
