package nmos.live.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nmos.scenarios.shape.TensorType;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each part of a calibration makes of times that are known to come from a machine of so many bytes per second.
class FitsTest {
    private static final double NOISE = 0.02;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDriveIsALatencyAndABandwidth(long seed) {
        Random random = new Random(seed);
        List<DriveSpeeds.Point> points = new ArrayList<>();
        for (long bytes = 4096; bytes <= 64 << 20; bytes *= 4) {
            points.add(new DriveSpeeds.Point(false, 16, bytes, noisy(random, 60_000 + bytes / 1.2)));
        }
        DriveSpeeds.Fit fit = DriveBench.fit(points);
        assertThat((double) fit.latencyNs()).isCloseTo(60_000, Percentage.withPercentage(8));
        assertThat(fit.bytesPerSec() / 1e9).isCloseTo(1.2, Percentage.withPercentage(6));
        assertThat(fit.floor()).isLessThan(1_300_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLayerIsItsProductsAndWhatItsRowsTake(long seed) {
        Random random = new Random(seed);
        List<LayerSpeeds.Point> points = new ArrayList<>();
        for (int elements : new int[] {2_400, 9_200}) {
            for (int rows = 1; rows <= 64; rows *= 2) {
                // the wide layer's products are most of its time, so that their noise hides most of the rest
                long products = Math.round(rows * elements * (elements > 5_000 ? 30.0 : 3.0) + 100_000);
                double whole = products + 90_000 + rows * elements / 1.1 + 2_000 * rows;
                points.add(new LayerSpeeds.Point(
                        "width", elements, rows, noisy(random, whole), Timing.of(products), 2_000L * rows));
            }
        }
        LayerSpeeds fit = LayerBench.fit(points);
        assertThat((double) fit.fixedNs()).isCloseTo(90_000, Percentage.withPercentage(20));
        assertThat(fit.elementsPerSec() / 1e9).isCloseTo(1.1, Percentage.withPercentage(35));
        assertThat(fit.worstOff()).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void attentionReadsWhatEachRowSees(long seed) {
        Random random = new Random(seed);
        List<AttentionSpeeds.Point> points = new ArrayList<>();
        for (int tokens = 64; tokens <= 2048; tokens *= 2) {
            for (int rows : new int[] {1, 8}) {
                double seen = AttentionSpeeds.Point.seenBytes(rows, tokens, 4096);
                points.add(new AttentionSpeeds.Point(
                        rows, tokens, 4096L * tokens, noisy(random, 15_000 + seen / (rows == 1 ? 2.0 : 3.0))));
            }
        }
        AttentionSpeeds fit = AttentionBench.fit(points);
        assertThat(fit.loneRow() / 1e9).isCloseTo(2, Percentage.withPercentage(6));
        assertThat(fit.severalRows() / 1e9).isCloseTo(3, Percentage.withPercentage(6));
        assertThat(fit.bytesPerSec()).isBetween(fit.loneRow(), fit.severalRows());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDraftTakesItsLevelsAndItsNodes(long seed) {
        Random random = new Random(seed);
        int[][] trees = {{1, 1}, {4, 4}, {8, 8}, {2, 6}, {2, 12}, {4, 28}};
        List<DraftSpeeds.Point> points = new ArrayList<>();
        for (int[] tree : trees) {
            points.add(new DraftSpeeds.Point(tree[0], tree[1], noisy(random, tree[0] * 3e6 + tree[1] * 1.2e6)));
        }
        LeastSquares fit = DraftBench.fit(points);
        assertThat(fit.parts()[0]).isCloseTo(3e6, Percentage.withPercentage(10));
        assertThat(fit.parts()[1]).isCloseTo(1.2e6, Percentage.withPercentage(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 20, 64, 100})
    void productsGoStraightBetweenPointsAndBeyondThem(int rows) {
        List<ProductSpeeds.Point> points = new ArrayList<>();
        for (int r = 1; r <= 64; r *= 8) {
            points.add(new ProductSpeeds.Point(r, Timing.of(1_000 + 100L * r)));
        }
        var type = new ProductSpeeds.OfType(TensorType.Q4_K, 500, "", points);
        assertThat(type.ns(1_000, rows)).isCloseTo(2 * (1_000 + 100.0 * rows), Percentage.withPercentage(0.01));
    }

    /// Quartiles around it.
    private static Timing noisy(Random random, double ns) {
        long[] times = new long[9];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.round(ns * (1 + NOISE * random.nextGaussian()));
        }
        return Timing.of(times);
    }
}
