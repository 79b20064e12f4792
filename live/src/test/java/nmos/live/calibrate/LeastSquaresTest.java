package nmos.live.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fits find the numbers that made-up measurements were made from.
class LeastSquaresTest {
    private static final double[] SIZES = {4e3, 16e3, 64e3, 256e3, 1e6, 4e6, 16e6, 64e6};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void latencyAndBandwidthComeBackFromNoisyTimes(long seed) {
        Random random = new Random(seed);
        double[] ns = new double[SIZES.length];
        for (int i = 0; i < ns.length; i++) {
            ns[i] = (80_000 + SIZES[i] / 1.5) * (1 + 0.03 * random.nextGaussian());
        }
        LeastSquares fit = LeastSquares.of(ns, parts());
        assertThat(fit.parts()[0]).isCloseTo(80_000, Percentage.withPercentage(10));
        assertThat(1 / fit.parts()[1]).isCloseTo(1.5, Percentage.withPercentage(8));
        assertThat(fit.typical()).isLessThan(0.06);
    }

    @Test
    void aTimeFarOffTheOthersHardlyCounts() {
        double[] ns = new double[SIZES.length];
        for (int i = 0; i < ns.length; i++) {
            ns[i] = 80_000 + SIZES[i] / 1.5 + (i % 2 == 0 ? 100 : -100);
        }
        ns[3] *= 5;
        LeastSquares fit = LeastSquares.of(ns, parts());
        assertThat(fit.parts()[0]).isCloseTo(80_000, Percentage.withPercentage(5));
        assertThat(1 / fit.parts()[1]).isCloseTo(1.5, Percentage.withPercentage(5));
        assertThat(fit.worst()).isGreaterThan(0.5);
    }

    @Test
    void aPartThatWouldBeNegativeIsNothing() {
        double[][] parts = {{1, 10}, {1, 20}, {1, 40}, {1, 80}};
        LeastSquares fit = LeastSquares.of(new double[] {8, 18, 38, 78}, parts);
        assertThat(fit.parts()[0]).isZero();
        assertThat(fit.parts()[1]).isCloseTo(0.95, within(0.1));
    }

    @Test
    void partsThatAlwaysGoTogetherAreOne() {
        double[][] parts = {{1, 1}, {2, 2}, {4, 4}};
        LeastSquares fit = LeastSquares.of(new double[] {10, 20, 40}, parts);
        assertThat(fit.parts()[0] + fit.parts()[1]).isCloseTo(10, within(0.01));
    }

    @Test
    void fewerPointsThanAreNeededAreRefused() {
        assertThatThrownBy(() -> LeastSquares.of(new double[] {1, 2}, new double[][] {{1, 1}, {1, 2}}))
                .hasMessage("2 points for 2 unknowns: more are needed");
    }

    private static double[][] parts() {
        double[][] parts = new double[SIZES.length][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new double[] {1, SIZES[i]};
        }
        return parts;
    }
}
