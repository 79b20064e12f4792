package nmos.harness.grid;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/// A mean over replications and how far the true mean may be from it with 95 % confidence, by Student's t. `count` values had a say; NaN stands
/// for the mean of none, and for the half width of fewer than two.
public record Estimate(double mean, double halfWidth95, int count) {
    private static final double CONFIDENCE = .95;
    /// By count: finding one takes longer than all else here.
    private static final ConcurrentMap<Integer, Double> STUDENT = new ConcurrentHashMap<>();

    /// Of those of the values that are numbers.
    public static Estimate of(double[] values) {
        SummaryStatistics statistics = new SummaryStatistics();
        for (double value : values) {
            if (!Double.isNaN(value)) {
                statistics.addValue(value);
            }
        }
        int count = (int) statistics.getN();
        if (count < 2) {
            return new Estimate(count == 0 ? Double.NaN : statistics.getMean(), Double.NaN, count);
        }
        double t = STUDENT.computeIfAbsent(count, n -> new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2));
        return new Estimate(statistics.getMean(), t * statistics.getStandardDeviation() / Math.sqrt(count), count);
    }

    /// Of one less the other, replication by replication: what chance does to both alike is not in it.
    public static Estimate ofDifferences(double[] one, double[] other) {
        double[] differences = new double[Math.min(one.length, other.length)];
        for (int replication = 0; replication < differences.length; replication++) {
            differences[replication] = one[replication] - other[replication];
        }
        return of(differences);
    }
}
