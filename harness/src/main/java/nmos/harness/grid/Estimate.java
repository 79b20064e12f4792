package nmos.harness.grid;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/// A mean over replications and how far the true mean may be from it with 95 % confidence, by Student's t. `count` values had a say; NaN stands
/// for the mean of none, and for the half width of fewer than two.
public record Estimate(double mean, double halfWidth95, int count) {
    private static final double CONFIDENCE = .95;
    /// Finding one takes longer than all else here.
    private static final ConcurrentMap<Chance, Double> STUDENT = new ConcurrentHashMap<>();

    private record Chance(int count, int comparisons) {}

    /// Unknown where any value is NaN: the mean of the others would be of other runs than those it is compared with.
    public static Estimate of(double[] values) {
        return of(values, 1);
    }

    private static Estimate of(double[] values, int comparisons) {
        SummaryStatistics statistics = new SummaryStatistics();
        for (double value : values) {
            if (Double.isNaN(value)) {
                return new Estimate(Double.NaN, Double.NaN, 0);
            }
            statistics.addValue(value);
        }
        int count = values.length;
        if (count < 2) {
            return new Estimate(count == 0 ? Double.NaN : statistics.getMean(), Double.NaN, count);
        }
        double t = STUDENT.computeIfAbsent(new Chance(count, comparisons), Estimate::student);
        return new Estimate(statistics.getMean(), t * statistics.getStandardDeviation() / Math.sqrt(count), count);
    }

    private static double student(Chance chance) {
        return new TDistribution(chance.count - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2 / chance.comparisons);
    }

    /// Of one less the other, replication by replication: what chance does to both alike is not in it.
    public static Estimate ofDifferences(double[] one, double[] other) {
        return ofDifferences(one, other, 1);
    }

    /// The same where so many are compared with one at once: all of their intervals hold together with 95 % confidence, by Bonferroni.
    public static Estimate ofDifferences(double[] one, double[] other, int comparisons) {
        double[] differences = new double[Math.min(one.length, other.length)];
        for (int replication = 0; replication < differences.length; replication++) {
            differences[replication] = one[replication] - other[replication];
        }
        return of(differences, Math.max(1, comparisons));
    }
}
