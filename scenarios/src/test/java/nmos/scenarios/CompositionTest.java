package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import nmos.policy.Facts;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompositionTest {
    private static final int SSD = 0;
    private static final int RAM = 1;
    private static final int VRAM = 2;
    private static final long LARGEST_LAYER = 465_887_232;

    private final Scenario flagship = ScenarioLoader.load("02-72b-on-4gb", List.of());
    private final Composition composed = Composition.of(flagship);
    private final Facts facts = composed.facts();

    @Test
    void theFlagshipHasEightyLayersAndAHeadInThreeParts() {
        assertThat(facts.shards()).hasSize(83);
        assertThat(facts.shards().stream().filter(s -> s.kind() == Facts.Kind.HEAD)).hasSize(3);
        assertThat(facts.shards().stream().mapToLong(Facts.Shard::bytes).sum()).isEqualTo(37_157_470_208L);
        assertThat(composed.resolved().headParts()).isEqualTo(3);
        assertThat(composed.resolved().slotBytes()).isEqualTo(LARGEST_LAYER);
        assertThat(composed.resolved().pagePositions()).isEqualTo(51);
        assertThat(facts.shards().getFirst().kvBytesPerToken()).isEqualTo(4_096);
    }

    @Test
    void tiersAndHopsAreTheMachines() {
        assertThat(facts.tiers()).extracting(Facts.Tier::name).containsExactly("ssd", "ram", "vram");
        assertThat(facts.tiers()).extracting(Facts.Tier::computes).containsExactly(false, true, true);
        assertThat(facts.tiers().get(VRAM).budgetBytes()).isEqualTo((4096L - 400) << 20);
        assertThat(facts.hops()).containsExactly(
                new Facts.Hop(80_000, 2_360_000_000L, 32), new Facts.Hop(10_000, 3_200_000_000L, 1));
    }

    @Test
    void knobsAreTheScenarios() {
        assertThat(composed.knobs().placement().kind()).isEqualTo(Placements.HYBRID);
        assertThat(composed.knobs().placement().pinBytes()).containsExactly(0L, 11_000_000_000L, 1_400_000_000L);
        assertThat(composed.knobs().placement().slots()).containsExactly(0, 4, 2);
        assertThat(composed.knobs().river().kind()).isEqualTo(Rivers.DOUBLE_BUFFER);
        assertThat(composed.knobs().speculation().kind()).isEqualTo(Speculations.OFF);
        assertThat(composed.knobs().kv().pageBytes()).isEqualTo(16 << 20);
    }

    @Test
    void theFlagshipFitsFourGigabytesWithThreeLayersAndAllKvThere() {
        long layers = 3 * LARGEST_LAYER;
        long slots = 2 * LARGEST_LAYER;
        long kv = 1024L * 327_680;
        Facts.Tier vram = facts.tiers().get(VRAM);
        long free = vram.budgetBytes() - vram.reservedBytes() - layers - slots - kv;
        assertThat(layers).isLessThanOrEqualTo(composed.knobs().placement().pinBytes().get(VRAM));
        assertThat(free).isBetween(0L, 200_000_000L);
    }

    @Test
    void theDraftReservesItsWeightsItsKvAndItsScratch() {
        Reserved vram = composed.resolved().reserved().get(VRAM);
        assertThat(vram.draftWeightsBytes()).isEqualTo(980_097_536);
        assertThat(vram.draftKvBytes()).isEqualTo(1024L * 28_672);
        long oracleRows = 256L * (6 * 8192 + 4 * 29_568);
        long draftRows = 256L * (6 * 1536 + 4 * 8960);
        long nodes = 1; // nothing is drafted: the last known token alone
        assertThat(vram.scratchBytes()).isEqualTo(oracleRows + nodes * (4 * 152_064 + 327_680)
                + draftRows + nodes * (4 * 151_936 + 28_672));
        assertThat(vram.bytes()).isEqualTo(facts.tiers().get(VRAM).reservedBytes());
        assertThat(composed.resolved().reserved().get(SSD).bytes()).isZero();
        assertThat(composed.resolved().reserved().get(RAM).draftWeightsBytes()).isZero();
    }

    @Test
    void withoutADraftNothingIsReservedForIt() {
        Composition plain = Composition.of(ScenarioLoader.parse("plain", """
                about: a test
                machine: h200
                oracle: llama-3-8b-q8_0
                placement: {kind: pinned}
                river: {kind: on-demand}
                speculation: {kind: off}
                kv: {tokensPerSession: 8192}
                batching: {maxRows: 512}
                workload: {turns: 1, promptTokens: 10, replyTokens: 10, typingPerToken: 0 s, thinkTime: 0 s, freshContext: true}
                """, List.of()));
        assertThat(plain.facts().draft().present()).isFalse();
        assertThat(plain.resolved().reserved().get(VRAM).draftWeightsBytes()).isZero();
    }

    @Test
    void oneRowReadsAShardAtTheBandwidthOfItsDevice() {
        // 80 % of 112 GB/s and 78 % of 51.2 GB/s
        assertThat(facts.computeNs(0, VRAM, 1)).isEqualTo(5_199_635);
        assertThat(facts.computeNs(0, RAM, 1)).isEqualTo(11_665_847);
    }

    @Test
    void manyRowsCostTheirSums() {
        long flopsPerRow = 2L * 877_680_000;
        long ns = facts.computeNs(10, VRAM, 1024);
        long flops = flagship.oracle().shards(LARGEST_LAYER).get(10).work().flopsPerRow();
        assertThat(flops).isBetween(flopsPerRow * 99 / 100, flopsPerRow * 101 / 100);
        assertThat((double) ns).isBetween((double) flops * 1024 / 8160 - 2, (double) flops * 1024 / 8160 + 2);
    }

    @Test
    void aDraftLevelReadsTheDraftOnceAndAFurtherNodeOfItIsNearlyFree() {
        assertThat(facts.draft().present()).isTrue();
        // 980,097,536 bytes at 89.6 GB/s, and the host's 10 us
        assertThat(facts.draft().nsPerLevel()).isEqualTo(10_938_589 + 10_000);
        assertThat(facts.draft().nsPerNode()).isZero();
        assertThat(facts.draft().nsPerPrefillRow()).isBetween(370_000L, 390_000L);
    }

    @Test
    void theFlagshipsPlanIsWhatItsCommentSays() {
        Plan plan = composed.knobs().placement().kind().create().plan(facts, composed.knobs().placement());
        long[] resting = new long[3];
        int onCpu = 0;
        for (int shard = 0; shard < facts.shards().size(); shard++) {
            resting[plan.home()[shard]] += facts.shards().get(shard).bytes();
            onCpu += plan.compute()[shard] == RAM ? 1 : 0;
        }
        assertThat(resting[VRAM]).isBetween(1_350_000_000L, 1_400_000_000L);
        assertThat(resting[RAM]).isBetween(10_500_000_000L, 11_000_000_000L);
        assertThat(onCpu).isBetween(5, 9);
    }

    @Test
    void oneMoreTierNeedsNoCode() {
        Scenario cxl = ScenarioLoader.load("02-72b-on-4gb", List.of("machine=laptop-cxl", "placement.pin.cxl=30 GB"));
        Facts four = Composition.of(cxl).facts();
        assertThat(four.tiers()).extracting(Facts.Tier::name).containsExactly("ssd", "cxl", "ram", "vram");
        assertThat(four.tiers()).extracting(Facts.Tier::computes).containsExactly(false, false, true, true);
        assertThat(four.hops()).hasSize(3);
        assertThat(Composition.of(cxl).knobs().placement().slots()).containsExactly(0, 4, 4, 2);
        assertThat(Composition.of(cxl).knobs().placement().pinBytes())
                .containsExactly(0L, 30_000_000_000L, 11_000_000_000L, 1_400_000_000L);
    }

    static Stream<List<String>> invitations() {
        return Stream.of(
                List.of("placement.kind=pinned"),
                List.of("placement.kind=mmap-lru"),
                List.of("river.kind=on-demand"),
                List.of("machine=laptop-rtx2050-32gb", "placement.pin.ram=27 GB"),
                List.of("machine=laptop-rtx2050-8gb", "placement.pin.ram=3 GB"),
                List.of("machine=h200", "placement.pin={}"),
                List.of("speculation.kind=chain"),
                List.of("speculation.kind=tree-adaptive"));
    }

    @ParameterizedTest
    @MethodSource("invitations")
    void whatTheFlagshipInvitesToTryCanBePlanned(List<String> settings) {
        Composition other = Composition.of(ScenarioLoader.load("02-72b-on-4gb", settings));
        Plan plan = other.knobs().placement().kind().create().plan(other.facts(), other.knobs().placement());
        assertThat(plan.home()).hasSize(83);
    }

    @Test
    void everyShippedScenarioComposesOnTheMachineItNames() {
        for (String name : Shipped.scenarioNames()) {
            Scenario scenario = ScenarioLoader.load(name, List.of());
            Machine machine = scenario.machine();
            assertThat(Composition.of(scenario).facts().tiers()).as(name).hasSize(machine.tiers().size());
        }
    }
}
