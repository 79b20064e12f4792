package nmos.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void isAsGoodAsTheBestOfAllAssignments(long block) {
        int feasible = 0;
        for (long seed = block * 50; seed < block * 50 + 50; seed++) {
            Machines.Case machine = Machines.random(seed, 4);
            BruteForce.Best best = BruteForce.best(machine);
            if (best.ns() == Long.MAX_VALUE) {
                assertThatThrownBy(() -> machine.plan(Placements.HYBRID)).isInstanceOf(PlacementException.class);
            } else {
                feasible++;
                assertThat(BruteForce.Best.of(machine, machine.plan(Placements.HYBRID)))
                        .as("seed %d", seed)
                        .isEqualTo(best);
            }
        }
        assertThat(feasible).isGreaterThan(20);
    }

    @Test
    void searchesChainsOfNineDifferentShardsToTheEnd() {
        for (long seed = 0; seed < 300; seed++) {
            Chain chain = Machines.random(seed, 9).chain();
            assertThat(Search.best(chain, true).exact()).as("seed %d, %d classes", seed, chain.classes()).isTrue();
        }
    }

    @Test
    void searchesTheFlagshipToTheEnd() {
        for (long pin : new long[] {0, 4_000_000_000L, 11_000_000_000L, 26_000_000_000L}) {
            assertThat(Search.best(Machines.flagship(pin, 3).chain(), true).exact()).as("pin %d", pin).isTrue();
        }
    }

    @Test
    void givesTheCpuAFewLayersOfTheFlagship() {
        Machines.Case machine = Machines.flagship(11_000_000_000L, 3);
        Plan plan = machine.plan(Placements.HYBRID);

        assertThat(machine.ns(plan)).isCloseTo(10_507_000_000L, withPercentage(1));
        assertThat(BruteForce.belowApex(plan.compute(), machine.chain().apex())).isBetween(5, 8);
    }

    @Test
    void leavesTheFlagshipToTheLinkWhereOnlyTheGpuComputes() {
        Machines.Case machine = Machines.flagship(11_000_000_000L, 3);

        assertThat(machine.ns(machine.plan(Placements.PINNED))).isCloseTo(11_188_000_000L, withPercentage(1));
    }
}
