package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import nmos.scenarios.ScenarioLoader;
import nmos.world.metrics.Summary;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the opening comment of `04-chain-or-tree` says is so: streamed weights make rows free and trees worth while, layers
/// computed on the CPU make rows dear and guesses few.
class ChainOrTreeTest {
    private static final String LESSON = "04-chain-or-tree";
    private static final Percentage LUCK = Percentage.withPercentage(5);
    private static final double LINK_BYTES_PER_SEC = 3.2e9;
    private static final String[] NO_BURSTS = {"acceptance.burst.hard=0", "acceptance.probabilities=[.741]"};

    private static Summary run(String... settings) throws IOException {
        SimOutcome outcome = LessonsTest.run(LESSON, settings);
        return Summary.of(outcome.turns(), outcome.passes());
    }

    private static String[] with(String[] settings, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(settings));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static double rate(String placement, String... settings) throws IOException {
        return run(with(settings, "placement.kind=" + placement)).tokensPerSecond().orElseThrow();
    }

    private static double chain(String placement, int k) throws IOException {
        return rate(placement, "speculation.kind=chain", "speculation.k=" + k);
    }

    private static double tau(String... settings) throws IOException {
        return run(settings).tauMean().orElseThrow();
    }

    private static double passS(String... settings) throws IOException {
        return run(settings).passNs().at(50).orElseThrow() / 1e9;
    }

    /// Of independent guesses: 1 + p + p^2 + ... + p^k.
    private static double tauOfChain(double p, int k) {
        return (1 - Math.pow(p, k + 1)) / (1 - p);
    }

    @Test
    void streamedAPassOf82RowsTakesAsLongAsOneOfASingleRow() throws IOException {
        double one = passS("speculation.kind=off");
        assertThat(one).isCloseTo(5.653e9 / LINK_BYTES_PER_SEC, Percentage.withPercentage(1));
        assertThat(passS("speculation.kind=tree-static")).isCloseTo(one, Percentage.withPercentage(1));
    }

    @Test
    void computedInPlaceAPassOf82RowsTakesWhatItsSumsTake() throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load(
                LESSON, List.of("placement.kind=hybrid", "speculation.kind=tree-static")));
        Facts facts = simulation.composition().facts();
        Plan plan = simulation.plan();
        double sumsS = 0;
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            sumsS += facts.computeNs(shard, plan.compute()[shard], 82) / 1e9;
        }
        double many = passS("placement.kind=hybrid", "speculation.kind=tree-static");
        assertThat(many).isCloseTo(sumsS, Percentage.withPercentage(2));
        assertThat(many / passS("placement.kind=hybrid", "speculation.kind=off")).isGreaterThan(15);
    }

    @Test
    void whereRowsAreFreeMoreGuessesAreBetterAndTreesBeatChains() throws IOException {
        assertThat(List.of(
                        rate("pinned", "speculation.kind=off"),
                        chain("pinned", 3),
                        chain("pinned", 8),
                        chain("pinned", 24),
                        rate("pinned")))
                .isSorted();
        assertThat(rate("pinned", "speculation.kind=tree-static")).isGreaterThan(1.2 * chain("pinned", 8));
        assertThat(rate("pinned")).isGreaterThan(1.3 * chain("pinned", 24));
    }

    @Test
    void whereRowsAreDearFewGuessesAreBestAndATreeIsWorseThanNone() throws IOException {
        double none = rate("hybrid", "speculation.kind=off");
        assertThat(List.of(
                        rate("hybrid", "speculation.kind=tree-static"),
                        chain("hybrid", 24),
                        none,
                        chain("hybrid", 8),
                        chain("hybrid", 3)))
                .isSorted();
        assertThat(rate("hybrid", "speculation.kind=tree-static")).isLessThan(none / 3);
        assertThat(rate("hybrid")).isGreaterThan(.95 * chain("hybrid", 3));
    }

    @Test
    void aCheapPassIsWorthMoreThanTheBestGuesses() throws IOException {
        assertThat(rate("hybrid", "speculation.kind=off")).isGreaterThan(rate("pinned"));
    }

    @Test
    void withoutSecondGuessesATreeYieldsWhatItsDeepestChainDoes() throws IOException {
        assertThat(tau("speculation.kind=tree-static", "acceptance.ranks=[]"))
                .isEqualTo(tau("speculation.kind=chain", "acceptance.ranks=[]"));
    }

    @Test
    void anIndependentTreeYieldsTheProductOfItsLevels() throws IOException {
        double first = .741;
        double[] ranks = {.3, .15};
        double two = first + (1 - first) * ranks[0];
        double three = two + (1 - first) * ranks[1];
        double expected = 0;
        double[] levels = {three, two, two, first, first, first, first, first};
        for (int depth = levels.length - 1; depth >= 0; depth--) {
            expected = levels[depth] * (1 + expected);
        }
        assertThat(tau(with(NO_BURSTS, "speculation.kind=tree-static"))).isCloseTo(1 + expected, LUCK);
    }

    @ParameterizedTest
    @CsvSource({"8, 3.60", "24, 4.54"})
    void chainsYieldOnProseWhatWasPublished(int k, double published) throws IOException {
        assertThat(tau("speculation.kind=chain", "speculation.k=" + k)).isCloseTo(published, Percentage.withPercentage(10));
    }

    @Test
    void burstsAreWhatLongChainsLiveOn() throws IOException {
        double independent = tau(with(NO_BURSTS, "speculation.kind=chain", "speculation.k=24"));
        assertThat(independent).isCloseTo(tauOfChain(.741, 24), LUCK);
        assertThat(tau("speculation.kind=chain", "speculation.k=24")).isGreaterThan(1.15 * independent);
    }

    @ParameterizedTest
    @CsvSource({".741", ".868", ".969"})
    void theTaskSaysWhatAChainOf8Yields(double p) throws IOException {
        assertThat(tau("acceptance.burst.hard=0", "acceptance.probabilities=[" + p + "]", "speculation.kind=chain"))
                .isCloseTo(tauOfChain(p, 8), LUCK);
    }

    @Test
    void theTaskMattersMoreThanK() throws IOException {
        double prose = tau(with(NO_BURSTS, "speculation.kind=chain"));
        assertThat(tau(with(NO_BURSTS, "speculation.kind=chain", "speculation.k=48"))).isLessThan(1.1 * prose);
        assertThat(tau("acceptance.burst.hard=0", "acceptance.probabilities=[.969]", "speculation.kind=chain"))
                .isGreaterThan(2 * prose);
    }

    @Test
    void aModelThatFitsTheGpuHasSomeRowsForNothing() throws IOException {
        String small = "oracle=qwen2.5-3b-q4_k_m";
        double one = passS(small, "speculation.kind=off");
        assertThat(passS(small)).isCloseTo(one, Percentage.withPercentage(1));
        assertThat(passS(small, "speculation.kind=tree-static")).isGreaterThan(2 * one);
        assertThat(rate("pinned", small)).isGreaterThan(2 * rate("pinned", small, "speculation.kind=tree-static"));
    }
}
