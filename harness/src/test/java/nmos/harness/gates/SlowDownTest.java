package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Of ratios that are given, not measured.
class SlowDownTest {
    /// So many pairs of which head takes `times` as long, give or take `noise`.
    private static List<Double> pairs(int count, double times, double noise, long seed) {
        Random random = new Random(seed);
        return DoubleStream.generate(() -> Math.log(times) + noise * random.nextGaussian()).limit(count).boxed().toList();
    }

    @Test
    void twiceAsSlowIsAsFarFromOneAsTwiceAsFast() {
        List<Double> ratios = pairs(20, 2, 0.02, 1);
        SlowDown slower = SlowDown.of(ratios);
        SlowDown faster = SlowDown.of(ratios.stream().map(ratio -> -ratio).toList());
        assertThat(slower.median()).isCloseTo(2, within(0.05));
        assertThat(slower.median() * faster.median()).isCloseTo(1, within(1e-12));
        assertThat(slower.low()).isLessThan(slower.median());
        assertThat(slower.high()).isGreaterThan(slower.median());
        assertThat(slower.surelyPast(0.05)).isTrue();
        assertThat(faster.surelyPast(0.05)).isFalse();
    }

    @Test
    void theSameRatiosGiveTheSameInterval() {
        assertThat(SlowDown.of(pairs(20, 1.1, 0.05, 3))).isEqualTo(SlowDown.of(pairs(20, 1.1, 0.05, 3)));
    }

    @Test
    void aTenthSlowerIsFoundThroughNoiseAndAsFastIsNeverTakenForSlower() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(SlowDown.of(pairs(20, 1.1, 0.03, seed)).surelyPast(0.05)).as("a tenth slower, seed %d", seed).isTrue();
            assertThat(SlowDown.of(pairs(20, 1, 0.1, seed)).surelyPast(0.05)).as("as fast, seed %d", seed).isFalse();
        }
    }

    @Test
    void oneWildPairDecidesNothing() {
        List<Double> ratios = IntStream.range(0, 20).mapToObj(pair -> pair == 7 ? Math.log(50) : 0.001 * (pair % 3)).toList();
        assertThat(SlowDown.of(ratios).surelyWithin(0.025)).isTrue();
    }

    @Test
    void noPairsAreNoFigure() {
        assertThatThrownBy(() -> SlowDown.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
