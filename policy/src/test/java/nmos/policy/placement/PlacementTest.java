package nmos.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementTest {
    private static final long UNLIMITED = Long.MAX_VALUE;

    /// Twelve layers of 100 bytes; RAM computes a layer in 300 ns, VRAM in 10; SSD 1 GB/s, link 2 GB/s.
    private static Facts twelve(long ramBytes, long vramBytes, Facts.Kind lastKind) {
        List<RowCurve> curves = List.of(always(0), always(300), always(10));
        Facts.Shard[] shards = new Facts.Shard[12];
        for (int s = 0; s < shards.length; s++) {
            Facts.Kind kind = s == shards.length - 1 ? lastKind : Facts.Kind.LAYER;
            shards[s] = new Facts.Shard(kind, s, 100, 0, curves);
        }
        return new Facts(
                List.of(shards),
                List.of(
                        new Facts.Tier("SSD", 0, 0, false),
                        new Facts.Tier("RAM", ramBytes, 0, true),
                        new Facts.Tier("VRAM", vramBytes, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000L, 1), new Facts.Hop(0, 2_000_000_000L, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1, 1, 0, 0));
    }

    private static RowCurve always(long ns) {
        return new RowCurve(new int[] {1, 2}, new long[] {ns, ns});
    }

    private static Plan plan(Placements kind, Facts facts) {
        int tiers = facts.tiers().size();
        return kind.create()
                .plan(facts, new PlacementKnobs(kind, 1, Collections.nCopies(tiers, UNLIMITED), Collections.nCopies(tiers, 2)));
    }

    private static int count(int[] values, int value) {
        return (int) Arrays.stream(values).filter(v -> v == value).count();
    }

    @Test
    void mappedFileRestsNowhereAndIsComputedByTheCpu() {
        Plan plan = plan(Placements.MMAP_LRU, twelve(500, 500, Facts.Kind.HEAD));

        assertThat(plan.caches()).isTrue();
        assertThat(plan.home()).containsOnly(0);
        assertThat(plan.compute()).containsOnly(1);
        assertThat(plan.slots()).containsExactly(0, 2, 0);
        assertThat(plan.slotBytes()).containsExactly(0, 100, 0);
    }

    @ParameterizedTest
    @EnumSource(value = Placements.class, names = {"PINNED", "HYBRID"})
    void keepsAllInTheTopTierWithoutSlotsWhereItFits(Placements kind) {
        Plan plan = plan(kind, twelve(0, 1200, Facts.Kind.HEAD));

        assertThat(plan.home()).containsOnly(2);
        assertThat(plan.compute()).containsOnly(2);
        assertThat(plan.slots()).containsExactly(0, 0, 0);
        assertThat(plan.caches()).isFalse();
    }

    @Test
    void pinnedFillsTheTopThenTheNextAndStreamsTheRest() {
        // VRAM: two slots leave room for 3 layers, RAM: two slots leave room for 4; 5 are streamed.
        Plan plan = plan(Placements.PINNED, twelve(600, 500, Facts.Kind.LAYER));

        assertThat(count(plan.home(), 2)).isEqualTo(3);
        assertThat(count(plan.home(), 1)).isEqualTo(4);
        assertThat(plan.compute()).containsOnly(2);
        assertThat(plan.slots()).containsExactly(0, 2, 2);
        assertThat(plan.slotBytes()).containsExactly(0, 100, 100);
    }

    @Test
    void needsNoSlotsInATierThatNothingIsStreamedThrough() {
        Plan plan = plan(Placements.PINNED, twelve(900, 500, Facts.Kind.LAYER));

        assertThat(plan.home()).doesNotContain(0);
        assertThat(plan.slots()).containsExactly(0, 0, 2);
    }

    @ParameterizedTest
    @EnumSource(value = Placements.class, names = {"PINNED", "HYBRID"})
    void streamsTheHeadUnlessAllLayersAreResident(Placements kind) {
        int[] tight = plan(kind, twelve(900, 300, Facts.Kind.HEAD)).home();
        int[] roomy = plan(kind, twelve(1200, 300, Facts.Kind.HEAD)).home();

        assertThat(tight[11]).isZero();
        assertThat(count(tight, 0)).isEqualTo(4);
        assertThat(roomy).doesNotContain(0);
    }

    @Test
    void hybridTakesLayersOffTheLink() {
        // RAM holds all; the link needs 50 ns a layer, the CPU 300, so at most one layer moves over.
        Facts facts = twelve(1200, 200, Facts.Kind.LAYER);

        Plan plan = plan(Placements.HYBRID, facts);

        assertThat(count(plan.compute(), 1)).isEqualTo(1);
        assertThat(PassTime.of(facts, plan, 1).hopNs()).containsExactly(0, 550);
        assertThat(PassTime.of(facts, plan, 1).computeNs()).isEqualTo(300 + 11 * 10);
    }

    @Test
    void saysWhichTierIsTooSmallForItsSlots() {
        assertThatThrownBy(() -> plan(Placements.PINNED, twelve(900, 150, Facts.Kind.LAYER)))
                .isInstanceOf(PlacementException.class)
                .hasMessage("tier VRAM: needs 200 bytes (0 weights, 0 KV, 0 reserved, 2 slots of 100), has 150;"
                        + " give it more, shorten the context or use smaller shards");
    }

    @Test
    void refusesATierWithoutSlots() {
        Facts facts = twelve(600, 500, Facts.Kind.LAYER);
        PlacementKnobs knobs =
                new PlacementKnobs(Placements.PINNED, 1, List.of(0L, UNLIMITED, UNLIMITED), List.of(0, 0, 2));

        assertThatThrownBy(() -> Placements.PINNED.create().plan(facts, knobs))
                .isInstanceOf(PlacementException.class)
                .hasMessageContaining("tier RAM: 0 slots");
    }

    static List<Machines.Case> feasible() {
        return LongStream.range(0, 400)
                .mapToObj(seed -> Machines.random(seed, 9))
                .filter(machine -> {
                    try {
                        machine.plan(Placements.PINNED);
                        return true;
                    } catch (PlacementException e) {
                        return false;
                    }
                })
                .toList();
    }

    @Test
    void hybridIsNeverSlowerThanPinned() {
        assertThat(feasible()).hasSizeGreaterThan(100).allSatisfy(machine -> assertThat(
                        machine.ns(machine.plan(Placements.HYBRID)))
                .isLessThanOrEqualTo(machine.ns(machine.plan(Placements.PINNED))));
    }

    @ParameterizedTest
    @MethodSource("feasible")
    void plansStayWithinBudgetsAndPins(Machines.Case machine) {
        Facts facts = machine.facts();
        for (Placements kind : List.of(Placements.PINNED, Placements.HYBRID)) {
            Plan plan = machine.plan(kind);
            for (int t = 1; t < facts.tiers().size(); t++) {
                long homed = 0;
                long kv = 0;
                long largest = 0;
                for (int s = 0; s < facts.shards().size(); s++) {
                    long bytes = facts.shards().get(s).bytes();
                    homed += plan.home()[s] == t ? bytes : 0;
                    kv += plan.compute()[s] == t ? facts.kvReserveBytes(s) : 0;
                    largest = plan.home()[s] < t && t <= plan.compute()[s] ? Math.max(largest, bytes) : largest;
                }
                Facts.Tier tier = facts.tiers().get(t);
                assertThat(plan.slotBytes()[t]).isEqualTo(largest);
                assertThat(plan.slots()[t]).isEqualTo(largest == 0 ? 0 : machine.knobs().slots().get(t));
                assertThat(homed + kv + tier.reservedBytes() + plan.slots()[t] * largest)
                        .isLessThanOrEqualTo(tier.budgetBytes());
                assertThat(homed).isLessThanOrEqualTo(machine.knobs().pinBytes().get(t));
            }
            for (int s = 0; s < facts.shards().size(); s++) {
                assertThat(facts.tiers().get(plan.compute()[s]).computes()).isTrue();
                assertThat(plan.compute()[s]).isGreaterThanOrEqualTo(plan.home()[s]);
            }
        }
    }
}
