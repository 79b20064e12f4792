package nmos.live.draft;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/// Pearson's test of counts against known chances: how likely counts at least that far off are, if the chances are right. Cells
/// that expect fewer than five are counted as one.
public final class GoodnessOfFit {
    public static final double LEAST_EXPECTED = 5;

    private GoodnessOfFit() {}

    public static double pValue(long[] counts, double[] chances) {
        long runs = Arrays.stream(counts).sum();
        double statistic = 0;
        double rareExpected = 0;
        long rare = 0;
        int cells = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            double expected = chances[cell] * runs;
            if (expected >= LEAST_EXPECTED) {
                statistic += (counts[cell] - expected) * (counts[cell] - expected) / expected;
                cells++;
            } else {
                if (chances[cell] == 0 && counts[cell] > 0) {
                    return 0;
                }
                rareExpected += expected;
                rare += counts[cell];
            }
        }
        if (rareExpected > 0) {
            double expected = Math.max(rareExpected, 1);
            statistic += (rare - rareExpected) * (rare - rareExpected) / expected;
            cells++;
        }
        return 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(statistic);
    }
}
