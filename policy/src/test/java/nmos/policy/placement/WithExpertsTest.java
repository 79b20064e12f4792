package nmos.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Visits;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two layers of 100 bytes, each with four experts of 40, and a head of 100. RAM computes slowly, VRAM fast.
class WithExpertsTest {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int LAYERS = 2;
    private static final int EXPERTS = 4;
    private static final int RAM = 1;
    private static final int VRAM = 2;
    /// Of the experts of both layers; the second layer's third is visited most.
    private static final int[] ROW_PPM = {500_000, 400_000, 300_000, 200_000, 450_000, 350_000, 900_000, 100_000};
    private static final int MOST_VISITED = 8;

    private static Facts facts(long ramBytes, long vramBytes) {
        List<RowCurve> curves = List.of(curve(0), curve(300), curve(10));
        List<Facts.Shard> shards = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            shards.add(new Facts.Shard(Facts.Kind.LAYER, layer, 100, 0, curves));
            for (int expert = 0; expert < EXPERTS; expert++) {
                shards.add(new Facts.Shard(
                        Facts.Kind.EXPERT, layer, 40, 0, curves, new Visits(ROW_PPM[layer * EXPERTS + expert], 0)));
            }
        }
        shards.add(new Facts.Shard(Facts.Kind.HEAD, LAYERS, 100, 0, curves));
        return new Facts(
                shards,
                List.of(
                        new Facts.Tier("SSD", 0, 0, false),
                        new Facts.Tier("RAM", ramBytes, 0, true),
                        new Facts.Tier("VRAM", vramBytes, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000L, 1), new Facts.Hop(0, 100_000_000L, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1, 1, 0, 0));
    }

    private static RowCurve curve(long ns) {
        return new RowCurve(new int[] {1, 2}, new long[] {ns, 2 * ns});
    }

    private static Plan plan(Placements kind, Facts facts, ExpertPlaces places, long vramRoom) {
        ExpertKnobs experts = new ExpertKnobs(ExpertCaches.LRU, places, List.of(0L, UNLIMITED, vramRoom), false);
        return kind.create().plan(facts, new PlacementKnobs(kind, 1, Collections.nCopies(3, UNLIMITED), List.of(0, 2, 2), experts));
    }

    private static Plan pinned(long ramBytes, long vramBytes) {
        return plan(Placements.PINNED, facts(ramBytes, vramBytes), ExpertPlaces.WITH_LAYER, UNLIMITED);
    }

    private static List<Integer> expertsAt(Plan plan, int tier) {
        List<Integer> there = new ArrayList<>();
        for (int shard = 0; shard < plan.home().length; shard++) {
            if (shard % (EXPERTS + 1) != 0 && plan.home()[shard] == tier) {
                there.add(shard);
            }
        }
        return there;
    }

    @Test
    void whatFitsRestsWhereItIsComputed() {
        Plan plan = pinned(10_000, 10_000);
        assertThat(plan.home()).containsOnly(VRAM);
        assertThat(plan.compute()).containsOnly(VRAM);
    }

    /// 300 bytes of what all rows go through, 80 for experts on their way, 80 for two that rest.
    @Test
    void whatAllRowsGoThroughComesFirstAndThenTheMostVisitedExperts() {
        Plan plan = pinned(10_000, 460);
        assertThat(List.of(plan.home()[0], plan.home()[5], plan.home()[10])).containsOnly(VRAM);
        assertThat(expertsAt(plan, VRAM)).containsExactly(1, MOST_VISITED);
        assertThat(expertsAt(plan, RAM)).hasSize(6);
        assertThat(plan.compute()).containsOnly(VRAM);
    }

    /// RAM: 200 bytes for layers on their way home, 80 for experts on theirs, 120 for three that rest.
    @Test
    void expertsThatFitNowhereRestInStorage() {
        Plan plan = pinned(400, 460);
        assertThat(expertsAt(plan, VRAM)).containsExactly(1, MOST_VISITED);
        assertThat(expertsAt(plan, RAM)).hasSize(3);
        assertThat(expertsAt(plan, 0)).hasSize(3);
    }

    @Test
    void noMoreRestInATierThanItsRoomAllows() {
        Plan none = plan(Placements.PINNED, facts(10_000, 10_000), ExpertPlaces.WITH_LAYER, 0);
        assertThat(expertsAt(none, VRAM)).isEmpty();
        assertThat(expertsAt(none, RAM)).hasSize(8);
        Plan one = plan(Placements.PINNED, facts(10_000, 10_000), ExpertPlaces.WITH_LAYER, 40);
        assertThat(expertsAt(one, VRAM)).containsExactly(MOST_VISITED);
    }

    @Test
    void expertsThatAreComputedInPlaceAreComputedWhereTheyRest() {
        Plan plan = plan(Placements.PINNED, facts(10_000, 460), ExpertPlaces.IN_PLACE, UNLIMITED);
        for (int expert : expertsAt(plan, RAM)) {
            assertThat(plan.compute()[expert]).isEqualTo(RAM);
        }
        assertThat(plan.compute()[MOST_VISITED]).isEqualTo(VRAM);
    }

    /// The link takes 400 ns for an expert, the CPU 300 for a row.
    @Test
    void oneRowIsFasterOnTheCpuThanOverASlowLink() {
        Plan plan = plan(Placements.PINNED, facts(10_000, 460), ExpertPlaces.FASTEST, UNLIMITED);
        assertThat(plan.compute()[MOST_VISITED]).isEqualTo(VRAM);
        assertThat(expertsAt(plan, RAM)).allMatch(expert -> plan.compute()[expert] == RAM);
    }

    @ParameterizedTest
    @EnumSource
    void everyPlacementPutsExpertsNoHigherThanTheyAreComputedAndWithinTheirRoom(Placements kind) {
        for (int vram = 420; vram <= 900; vram += 20) {
            Facts facts = facts(700, vram);
            Plan plan = plan(kind, facts, ExpertPlaces.WITH_LAYER, UNLIMITED);
            long[] rest = new long[3];
            for (int shard = 0; shard < plan.home().length; shard++) {
                assertThat(plan.home()[shard]).isLessThanOrEqualTo(plan.compute()[shard]);
                rest[plan.home()[shard]] += facts.shards().get(shard).bytes();
            }
            assertThat(rest[VRAM]).as(kind + " " + vram + " " + Arrays.toString(plan.home())).isLessThanOrEqualTo(vram);
            assertThat(rest[RAM]).isLessThanOrEqualTo(700);
        }
    }

    @Test
    void aMixtureOfWhichNothingIsSaidIsRefused() {
        assertThatThrownBy(() -> Placements.PINNED.create().plan(
                facts(10_000, 10_000), new PlacementKnobs(Placements.PINNED, 1, Collections.nCopies(3, UNLIMITED), List.of(0, 2, 2))))
                .isInstanceOf(PlacementException.class)
                .hasMessageContaining("nothing is said about them");
    }
}
