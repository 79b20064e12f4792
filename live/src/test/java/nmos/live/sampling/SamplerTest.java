package nmos.live.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
    private static final float[] LOGITS = {1, 3, 2, 3, -1, 0};

    private static SamplingOptions options(float temperature, int topK, float topP, float minP) {
        return new SamplingOptions(temperature, topK, topP, minP, 1, 64);
    }

    /// How often each token is drawn in 20,000 draws.
    private static double[] shares(SamplingOptions options) {
        var sampler = new Sampler(options, 3);
        double[] shares = new double[LOGITS.length];
        for (int i = 0; i < 20_000; i++) {
            shares[sampler.next(LOGITS, 0, LOGITS.length)] += 1 / 20_000.0;
        }
        return shares;
    }

    private static double[] softmax(double temperature, int... kept) {
        double[] shares = new double[LOGITS.length];
        double sum = Arrays.stream(kept).mapToDouble(id -> Math.exp(LOGITS[id] / temperature)).sum();
        for (int id : kept) {
            shares[id] = Math.exp(LOGITS[id] / temperature) / sum;
        }
        return shares;
    }

    @Test
    void greedyTakesTheLowestOfTheLikeliest() {
        assertThat(new Sampler(SamplingOptions.GREEDY, 0).next(LOGITS, 0, 6)).isEqualTo(1);
        assertThat(new Sampler(options(1, 1, 1, 0), 0).next(LOGITS, 0, 6)).isEqualTo(1);
    }

    @Test
    void drawsFollowTheDistributionThatTheFiltersLeave() {
        var close = within(0.012);
        assertThat(shares(options(1, 0, 1, 0))).containsExactly(softmax(1, 0, 1, 2, 3, 4, 5), close);
        assertThat(shares(options(0.5f, 0, 1, 0))).containsExactly(softmax(0.5, 0, 1, 2, 3, 4, 5), close);
        assertThat(shares(options(1, 3, 1, 0))).containsExactly(softmax(1, 1, 2, 3), close);
        assertThat(shares(options(1, 0, 0.75f, 0))).containsExactly(softmax(1, 1, 3), close);
        assertThat(shares(options(1, 0, 1, 0.3f))).containsExactly(softmax(1, 1, 2, 3), close);
        assertThat(shares(options(1, 2, 1, 0))).containsExactly(softmax(1, 1, 3), close);
    }

    @Test
    void whatWasSaidLatelyBecomesLessLikely() {
        var sampler = new Sampler(new SamplingOptions(0, 0, 1, 0, 2, 2), 0);
        assertThat(sampler.next(LOGITS, 0, 6)).isEqualTo(1);
        assertThat(sampler.next(LOGITS, 0, 6)).isEqualTo(3);
        assertThat(sampler.next(LOGITS, 0, 6)).isEqualTo(2);
        // 1 has left the window of two
        assertThat(sampler.next(LOGITS, 0, 6)).isEqualTo(1);
    }

    @Test
    void theSeedDecides() {
        int[][] draws = new int[3][];
        for (int i = 0; i < 3; i++) {
            var sampler = new Sampler(options(1, 0, 1, 0), i == 2 ? 8 : 7);
            draws[i] = IntStream.range(0, 50).map(_ -> sampler.next(LOGITS, 0, 6)).toArray();
        }
        assertThat(draws[1]).isEqualTo(draws[0]);
        assertThat(draws[2]).isNotEqualTo(draws[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void topTokensAreThoseOfASort(int seed) {
        var random = new Random(seed);
        int vocabulary = 1 + random.nextInt(300);
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = random.nextInt(40);
        }
        int[] sorted = IntStream.range(0, vocabulary).boxed()
                .sorted((a, b) -> logits[a] != logits[b] ? Float.compare(logits[b], logits[a]) : a - b)
                .mapToInt(Integer::intValue).toArray();
        for (int wanted : new int[] {0, 1, 2, 7, vocabulary / 2, vocabulary}) {
            int[] out = new int[vocabulary];
            int count = TopTokens.select(logits, vocabulary, wanted, out);
            assertThat(Arrays.copyOf(out, count)).isEqualTo(Arrays.copyOf(sorted, Math.min(wanted, vocabulary)));
        }
    }

    @Test
    void impossibleOptionsAreRefusedByName() {
        assertThatThrownBy(() -> options(-1, 0, 1, 0)).hasMessage("temperature is -1.0: it must be 0 or more");
        assertThatThrownBy(() -> options(1, 0, 0, 0)).hasMessage("top-p is 0.0: it must be above 0, at most 1");
    }
}
