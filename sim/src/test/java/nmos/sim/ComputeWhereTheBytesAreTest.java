package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Summary;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// What the opening comment of `05-compute-where-the-bytes-are` says is so.
class ComputeWhereTheBytesAreTest {
    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);
    private static final int RAM = 1;
    private static final int VRAM = 2;

    private static Simulation simulation(String... settings) throws IOException {
        return new Simulation(ScenarioLoader.load("05-compute-where-the-bytes-are", List.of(settings)));
    }

    private static Summary run(String... settings) throws IOException {
        Simulation simulation = simulation(settings);
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        return Summary.of(outcome.turns(), outcome.passes());
    }

    private static double rate(String... settings) throws IOException {
        return run(settings).tokensPerSecond().orElseThrow();
    }

    private static double promptS(String... settings) throws IOException {
        return run(settings).ttftVerifiedNs().at(50).orElseThrow() / 1e9;
    }

    private static long bytes(Simulation simulation, int home, int compute) {
        List<Facts.Shard> shards = simulation.composition().facts().shards();
        Plan plan = simulation.plan();
        return IntStream.range(0, shards.size())
                .filter(shard -> plan.home()[shard] == home && plan.compute()[shard] == compute)
                .mapToLong(shard -> shards.get(shard).bytes())
                .sum();
    }

    private static long layersOnTheCpu(Simulation simulation) {
        return IntStream.of(simulation.plan().compute()).filter(tier -> tier == RAM).count();
    }

    @Test
    void aLayerIsComputedInPlaceSoonerThanItCrossesTheLinkUpTo40Rows() throws IOException {
        Facts facts = simulation().composition().facts();
        assertThat(facts.shards().getFirst().bytes()).isEqualTo(174_497_792);
        long linkNs = facts.hops().get(1).ns(174_497_792);
        assertThat(linkNs / 1e9).isCloseTo(.174498 / 3.2, ONE_PERCENT);
        assertThat(facts.computeNs(0, RAM, 1) / 1e9).isCloseTo(.174498 / (51.2 * .78), ONE_PERCENT);
        assertThat(facts.computeNs(0, RAM, 40)).isLessThan(linkNs);
        assertThat(facts.computeNs(0, RAM, 41)).isGreaterThan(linkNs);
        assertThat(facts.computeNs(0, RAM, 256)).isGreaterThan(6 * linkNs);
    }

    @Test
    void oneRowIsComputedWhereTheBytesAre() throws IOException {
        double overTheLink = bytes(simulation("placement.kind=pinned"), RAM, VRAM) / 3.2e9;
        assertThat(1 / rate("placement.kind=pinned")).isCloseTo(overTheLink, ONE_PERCENT);
        Simulation hybrid = simulation();
        double inPlace = bytes(hybrid, RAM, RAM) / (51.2e9 * .78)
                + (bytes(hybrid, VRAM, VRAM) + bytes(hybrid, RAM, VRAM)) / (112e9 * .8);
        assertThat(1 / rate()).isBetween(inPlace, 1.25 * inPlace);
        assertThat(rate()).isGreaterThan(8 * rate("placement.kind=pinned"));
    }

    @Test
    void ofAPromptOf256RowsTheGpuMakesShortWork() throws IOException {
        Simulation hybrid = simulation();
        double cpuS = layersOnTheCpu(hybrid) * hybrid.composition().facts().computeNs(0, RAM, 256) / 1e9;
        assertThat(promptS()).isBetween(cpuS, 1.1 * cpuS);
        double linkS = bytes(simulation("placement.kind=pinned"), RAM, VRAM) / 3.2e9;
        assertThat(promptS("placement.kind=pinned")).isBetween(.9 * linkS, linkS);
        assertThat(promptS()).isGreaterThan(6 * promptS("placement.kind=pinned"));
    }

    @Test
    void planningForMoreRowsMovesWorkToTheGpuAndTradesRepliesForPrompts() throws IOException {
        List<Long> onTheCpu = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> prompts = new ArrayList<>();
        for (int rows : new int[] {1, 8, 16, 32, 64, 128, 256}) {
            onTheCpu.add(layersOnTheCpu(simulation("placement.rows=" + rows)));
            rates.add(rate("placement.rows=" + rows));
            prompts.add(promptS("placement.rows=" + rows));
        }
        onTheCpu.add(layersOnTheCpu(simulation("placement.kind=pinned")));
        rates.add(rate("placement.kind=pinned"));
        prompts.add(promptS("placement.kind=pinned"));
        assertThat(onTheCpu).isSortedAccordingTo(Comparator.reverseOrder()).startsWith(28L).endsWith(0L);
        assertThat(rates).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(prompts).isSortedAccordingTo(Comparator.reverseOrder());
    }
}
