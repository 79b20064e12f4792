package nmos.harness.gates;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// By how much head is slower than base: the median over pairs of the ratio of their times, and the interval that it lies in with 95 %
/// confidence. 1 is as fast, 1.1 takes a tenth longer.
public record SlowDown(int pairs, double median, double low, double high) {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;
    private static final long SEED = 20_260_101;

    /// By the bootstrap, of logarithms: twice as slow and twice as fast are equally far from 1. The same ratios give the same interval.
    public static SlowDown of(List<Double> logRatios) {
        if (logRatios.isEmpty()) {
            throw new IllegalArgumentException("no pair was measured");
        }
        double[] all = logRatios.stream().mapToDouble(Double::doubleValue).toArray();
        var random = new SplittableRandom(SEED);
        double[] medians = new double[RESAMPLES];
        double[] some = new double[all.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < some.length; i++) {
                some[i] = all[random.nextInt(all.length)];
            }
            medians[resample] = median(some);
        }
        Arrays.sort(medians);
        return new SlowDown(
                all.length,
                Math.exp(median(all)),
                Math.exp(medians[(int) (TAIL * RESAMPLES)]),
                Math.exp(medians[(int) ((1 - TAIL) * RESAMPLES) - 1]));
    }

    /// Whether it is slower by more than `share`, with all the doubt there is in favour of head.
    public boolean surelyPast(double share) {
        return low > 1 + share;
    }

    /// Whether the ratio is known to within `share` of 1, as pairs of the same have to be.
    public boolean surelyWithin(double share) {
        return low > 1 / (1 + share) && high < 1 + share;
    }

    /// How far from 1, either way, the ratio may be, as a factor.
    double farthest() {
        return Math.max(high, 1 / low);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
