package nmos.bench.beside;

import java.util.Arrays;
import java.util.Locale;

/// One thing measured in every round, ours and llama.cpp's moments apart: tokens per second, and what share of llama.cpp's
/// processor time ours took for the same. On a machine that others use, the second is the steadier.
record Rates(String what, double[] ours, double[] theirs, double[] cpuShares) {
    /// Of the rounds' own ratios, so that a slow minute of the machine, which both sides meet, does not count.
    double ratio() {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, round -> ours[round] / theirs[round]);
        return median(ratios);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String spread(double... values) {
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        return String.format(Locale.ROOT, "%8.1f (%.1f to %.1f)", median(values), least, most);
    }

    /// Median and extremes of each side, then the ratio, by the clock and by processor time.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-16s %-28s %-28s %6.2f %9.2f",
                what, spread(ours), spread(theirs), ratio(), 1 / median(cpuShares));
    }
}
