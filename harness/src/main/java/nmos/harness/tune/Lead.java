package nmos.harness.tune;

import java.util.Arrays;
import nmos.harness.grid.Estimate;

/// The figure of the goal of one setting less that of another, over pairs of replications, and how far it may be off with 95 % confidence. Where
/// several were compared with the best, all of these intervals hold together at that confidence (Bonferroni), which makes each wider. `better`: 1
/// where more is better, -1 where less is. The half width of fewer than two pairs is NaN.
public record Lead(double mean, double halfWidth, int pairs, int compared, int better) {
    /// From replication `from` on, as far as both were played.
    static Lead of(Aim aim, Trial one, Trial other, int from, int compared) {
        double[] ones = from(one.values(0), from);
        double[] others = from(other.values(0), from);
        Estimate apart = Estimate.ofDifferences(ones, others, compared);
        return new Lead(apart.mean(), apart.halfWidth95(), Math.min(ones.length, others.length), compared, aim.goal().most() ? 1 : -1);
    }

    private static double[] from(double[] values, int first) {
        return Arrays.copyOfRange(values, Math.min(first, values.length), values.length);
    }

    /// Whether the one is better for another reason than chance.
    public boolean ahead() {
        return better * mean > halfWidth;
    }
}
