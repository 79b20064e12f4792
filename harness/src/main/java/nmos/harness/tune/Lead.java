package nmos.harness.tune;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/// The figure of the goal of one setting less that of another, over pairs of replications, and how far it may be off with 95 % confidence. Where
/// several were compared with the best, all of these intervals hold together at that confidence (Bonferroni), which makes each wider. `better`: 1
/// where more is better, -1 where less is. The half width of fewer than two pairs is NaN.
public record Lead(double mean, double halfWidth, int pairs, int compared, int better) {
    private static final double RISK = .05;

    /// From replication `from` on, as far as both were played.
    static Lead of(Aim aim, Trial one, Trial other, int from, int compared) {
        double[] ones = one.values(0);
        double[] others = other.values(0);
        int pairs = Math.max(0, Math.min(ones.length, others.length) - from);
        double[] apart = new double[pairs];
        Arrays.setAll(apart, pair -> ones[from + pair] - others[from + pair]);
        double halfWidth = pairs < 2
                ? Double.NaN
                : new TDistribution(pairs - 1).inverseCumulativeProbability(1 - RISK / 2 / compared)
                        * Math.sqrt(StatUtils.variance(apart) / pairs);
        return new Lead(pairs == 0 ? Double.NaN : StatUtils.mean(apart), halfWidth, pairs, compared, aim.goal().most() ? 1 : -1);
    }

    /// Whether the one is better for another reason than chance.
    public boolean ahead() {
        return better * mean > halfWidth;
    }
}
