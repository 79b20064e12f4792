package nmos.world.acceptance;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/// A distribution of confidences with a given mean: log-odds normal with a given standard deviation, as equally likely
/// quantiles. Some are near certain, some near hopeless, as language models are; at spread 0 all are the mean.
final class Confidences {
    private static final int QUANTILES = 256;
    private static final double[] NORMAL = normalQuantiles();

    private final double[] ascending;

    Confidences(double mean, double spread) {
        ascending = new double[QUANTILES];
        if (spread == 0 || mean <= 0 || mean >= 1) {
            Arrays.fill(ascending, mean);
            return;
        }
        // No closed form gives the location for a mean: bisect for it. Within a spread times the last quantile it is found.
        double low = -40 - 4 * spread;
        double high = 40 + 4 * spread;
        for (int step = 0; step < 100; step++) {
            double middle = (low + high) / 2;
            if (fill(middle, spread) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private double fill(double location, double spread) {
        double sum = 0;
        for (int q = 0; q < QUANTILES; q++) {
            // StrictMath: the same bits on every machine.
            ascending[q] = 1 / (1 + StrictMath.exp(-(location + spread * NORMAL[q])));
            sum += ascending[q];
        }
        return sum / QUANTILES;
    }

    /// The confidence at a uniform number in [0, 1).
    double at(double uniform) {
        return ascending[(int) (uniform * QUANTILES)];
    }

    private static double[] normalQuantiles() {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double[] quantiles = new double[QUANTILES];
        for (int q = 0; q < QUANTILES; q++) {
            quantiles[q] = normal.inverseCumulativeProbability((q + 0.5) / QUANTILES);
        }
        return quantiles;
    }
}
