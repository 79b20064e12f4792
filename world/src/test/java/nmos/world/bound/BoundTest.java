package nmos.world.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.placement.PassTime;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.world.report.Planned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long GB = 1_000_000_000L;

    /// 36 layers of 1 GB over an SSD of 2 GB/s and a link of 4; RAM computes a layer in 100 ms, VRAM in 10.
    private static Facts laptop(long ramBytes, long vramBytes, boolean cpu, long gpuNs) {
        List<Facts.Shard> shards = Collections.nCopies(
                36,
                new Facts.Shard(
                        Facts.Kind.LAYER, 0, GB, 0, List.of(constant(0), constant(100_000_000), constant(gpuNs))));
        return new Facts(
                shards,
                List.of(
                        new Facts.Tier("SSD", 0, 0, false),
                        new Facts.Tier("RAM", ramBytes, 0, cpu),
                        new Facts.Tier("VRAM", vramBytes, 0, true)),
                List.of(new Facts.Hop(0, 2 * GB, 1), new Facts.Hop(0, 4 * GB, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1, 1, 0, 0));
    }

    private static RowCurve constant(long ns) {
        return new RowCurve(new int[] {1, 2}, new long[] {ns, ns});
    }

    private static Bound bound(Facts facts) {
        return Bound.of(facts, List.of(UNLIMITED, UNLIMITED, UNLIMITED), 1);
    }

    @Test
    void isTheTimeToReadWhatMemoryDoesNotHold() {
        assertThat(bound(laptop(10 * GB, 4 * GB, true, 10_000_000)))
                .isEqualTo(new Bound(11 * GB, "SSD -> RAM"));
    }

    @Test
    void isTheTimeOnTheLinkWhereRamHoldsAllAndOnlyTheGpuComputes() {
        assertThat(bound(laptop(40 * GB, 4 * GB, false, 10_000_000)))
                .isEqualTo(new Bound(8 * GB, "RAM -> VRAM"));
    }

    /// x of 32 layers on the CPU: the link takes (32 - x) / 4 s, computing 0.36 + 0.09 x; equal at x = 22.47.
    @Test
    void balancesTheLinkAgainstTheCpu() {
        assertThat(bound(laptop(40 * GB, 4 * GB, true, 10_000_000)).passNs()).isEqualTo(2_382_352_942L);
    }

    @Test
    void isTheComputeTimeWhereVramHoldsAll() {
        assertThat(bound(laptop(0, 36 * GB, true, 10_000_000)))
                .isEqualTo(new Bound(360_000_000, "compute in VRAM"));
    }

    @Test
    void countsLimitsOnWhatMayRestInATier() {
        Facts facts = laptop(10 * GB, 4 * GB, false, 10_000_000);

        assertThat(Bound.of(facts, List.of(UNLIMITED, 8 * GB, UNLIMITED), 1).passNs()).isEqualTo(12 * GB);
    }

    @Test
    void refusesBudgetsThatDoNotHoldTheKv() {
        Facts facts = laptop(10 * GB, 4 * GB, false, 10_000_000);
        Facts.Shard thick = new Facts.Shard(
                Facts.Kind.LAYER, 0, GB, 5 * GB, facts.shards().getFirst().computeNs());
        Facts heavy = new Facts(List.of(thick), facts.tiers(), facts.hops(), facts.draft(), facts.kv());

        assertThatThrownBy(() -> bound(heavy)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("KV");
    }

    /// Equal shards and a limit on what may rest in VRAM, for which the solver's first rule ends at prices that prove nothing.
    @Test
    void isNotZeroWhereTheSolverEndsAtPricesThatProveNothing() {
        Scenario scenario = ScenarioLoader.load("09-draft-while-waiting", List.of("placement.pin.vram=1 GB"));
        Planned planned = Planned.of(scenario);
        long before = 0;
        for (int rows = 1; rows <= 8; rows++) {
            long passNs = Bound.of(planned.composition().facts(), planned.plan().pinLimits(scenario.placement()), rows).passNs();
            assertThat(passNs).as("%d rows", rows).isPositive().isGreaterThanOrEqualTo(before);
            before = passNs;
        }
    }

    @Test
    void givesTokensPerSecondForATau() {
        assertThat(new Bound(10 * GB, "SSD -> RAM").tokensPerSec(2.5)).isCloseTo(0.25, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void isNeverAboveAnyPlacementButClose(long block) {
        int feasible = 0;
        long bounds = 0;
        long bests = 0;
        for (long seed = block * 50; seed < block * 50 + 50; seed++) {
            Facts facts = random(seed);
            List<Long> pins = new ArrayList<>(Collections.nCopies(facts.tiers().size(), UNLIMITED));
            pins.set(1, seed % 3 == 0 ? 150L : UNLIMITED);
            int[] home = new int[facts.shards().size()];
            long best = best(facts, pins, home, new int[home.length], 0);
            if (best < UNLIMITED) {
                feasible++;
                long bound = Bound.of(facts, pins, 2).passNs();
                assertThat(bound).as("seed %d", seed).isLessThanOrEqualTo(best);
                bounds += bound;
                bests += best;
            }
        }
        assertThat(feasible).isGreaterThan(20);
        assertThat(bounds).isGreaterThan(bests / 2);
    }

    /// The least pass time of all ways to go on with shard `s`; slots are not asked for.
    private static long best(Facts facts, List<Long> pins, int[] home, int[] compute, int s) {
        if (s == home.length) {
            return fits(facts, pins, home, compute)
                    ? PassTime.of(facts, new Plan(home, compute, false, new int[0], new long[0]), 2).ns()
                    : UNLIMITED;
        }
        long best = UNLIMITED;
        for (compute[s] = 0; compute[s] <= facts.top(); compute[s]++) {
            for (home[s] = 0; home[s] <= compute[s] && facts.tiers().get(compute[s]).computes(); home[s]++) {
                best = Math.min(best, best(facts, pins, home, compute, s + 1));
            }
        }
        return best;
    }

    private static boolean fits(Facts facts, List<Long> pins, int[] home, int[] compute) {
        boolean fits = true;
        for (int t = 1; t <= facts.top(); t++) {
            long homed = 0;
            long kv = 0;
            for (int s = 0; s < home.length; s++) {
                homed += home[s] == t ? facts.shards().get(s).bytes() : 0;
                kv += compute[s] == t ? facts.kvReserveBytes(s) : 0;
            }
            Facts.Tier tier = facts.tiers().get(t);
            fits &= homed <= pins.get(t) && homed + kv + tier.reservedBytes() <= tier.budgetBytes();
        }
        return fits;
    }

    @Test
    void isBelowTheHybridPlacement() {
        Facts facts = laptop(10 * GB, 4 * GB, true, 10_000_000);
        PlacementKnobs knobs = new PlacementKnobs(
                Placements.HYBRID, 1, List.of(UNLIMITED, UNLIMITED, UNLIMITED), List.of(0, 2, 2));

        long hybrid = PassTime.of(facts, Placements.HYBRID.create().plan(facts, knobs), 1).ns();

        // Two slots in each tier are what the bound does not pay for.
        assertThat(hybrid - bound(facts).passNs()).isEqualTo(2 * GB);
    }

    private static Facts random(long seed) {
        Random random = new Random(seed);
        int tiers = 3 + random.nextInt(2);
        List<Facts.Shard> shards = new ArrayList<>();
        int layers = 2 + random.nextInt(3);
        for (int s = 0; s < layers; s++) {
            List<RowCurve> curves = new ArrayList<>();
            for (int t = 0; t < tiers; t++) {
                curves.add(constant(1L + random.nextInt(150)));
            }
            shards.add(new Facts.Shard(Facts.Kind.LAYER, s, 20 + random.nextInt(100), random.nextInt(3), curves));
        }
        List<Facts.Tier> tier = new ArrayList<>();
        List<Facts.Hop> hops = new ArrayList<>();
        for (int t = 0; t < tiers; t++) {
            tier.add(new Facts.Tier("T" + t, 50 + random.nextInt(300), random.nextInt(40), t >= tiers - 2));
            if (t > 0) {
                hops.add(new Facts.Hop(random.nextInt(9), 200_000_000L + random.nextInt(1_800_000_000), 1));
            }
        }
        return new Facts(shards, tier, hops, new Facts.Draft(false, 0, 0, 0), new Facts.Kv(3, 1, 5, 10));
    }
}
