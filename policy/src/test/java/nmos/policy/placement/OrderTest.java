package nmos.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts turned into an order along the chain: [Layout] and [Counts#spread].
class OrderTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void layoutSwitchesAsLittleAsAnyOrderWithTheSameCounts(long block) {
        int mixed = 0;
        for (long seed = block * 100; seed < block * 100 + 100; seed++) {
            Chain chain = Machines.random(seed, 6).chain();
            int[] any = anyCompute(chain, new Random(seed));
            int[][] computed = computed(chain, any);
            mixed += Arrays.stream(any).distinct().count() > 1 ? 1 : 0;

            int[] layout = Layout.of(chain, computed);

            assertThat(computed(chain, layout)).isDeepEqualTo(computed);
            assertThat(Layout.switchNs(chain, layout)).as("seed %d", seed).isEqualTo(least(chain, computed, 0, -1));
        }
        assertThat(mixed).isGreaterThan(40);
    }

    /// The least switch cost of shards `s` and on, by trying every order.
    private static long least(Chain chain, int[][] left, int s, int before) {
        if (s == chain.classOf().length) {
            return 0;
        }
        long least = Long.MAX_VALUE;
        int c = chain.classOf()[s];
        for (int b = 0; b < chain.tiers(); b++) {
            if (left[c][b] > 0) {
                left[c][b]--;
                long rest = least(chain, left, s + 1, b);
                least = Math.min(least, rest + (before < 0 ? 0 : chain.switchNs()[before][b]));
                left[c][b]++;
            }
        }
        return least;
    }

    private static int[] anyCompute(Chain chain, Random random) {
        int[] compute = new int[chain.classOf().length];
        for (int s = 0; s < compute.length; s++) {
            int b = chain.head()[chain.classOf()[s]] ? chain.apex() : random.nextInt(chain.apex() + 1);
            compute[s] = chain.computes(b) ? b : chain.apex();
        }
        return compute;
    }

    private static int[][] computed(Chain chain, int[] compute) {
        int[][] computed = new int[chain.classes()][chain.tiers()];
        for (int s = 0; s < compute.length; s++) {
            computed[chain.classOf()[s]][compute[s]]++;
        }
        return computed;
    }

    @Test
    void layersOnTheCpuLieSideBySide() {
        Plan plan = Machines.flagship(11_000_000_000L, 3).plan(Placements.HYBRID);

        assertThat(switches(plan.compute())).isEqualTo(1);
    }

    private static int switches(int[] compute) {
        int n = 0;
        for (int s = 1; s < compute.length; s++) {
            n += compute[s] == compute[s - 1] ? 0 : 1;
        }
        return n;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void spreadKeepsTheCounts(long seed) {
        Machines.Case machine = Machines.random(seed, 9);
        Chain chain = machine.chain();
        Random random = new Random(seed);
        int[] compute = anyCompute(chain, random);
        int[] home = new int[compute.length];
        for (int s = 0; s < home.length; s++) {
            home[s] = random.nextInt(compute[s] + 1);
        }
        Counts counts = Counts.of(chain, home, compute);

        int[] spread = counts.spread(chain, compute);

        assertThat(Counts.of(chain, spread, compute).of()).isDeepEqualTo(counts.of());
    }

    /// After any number of equal layers, each home has had its share of them to within one.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void homesOfEqualLayersAreSpreadEvenly(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            int layers = 3 + random.nextInt(90);
            Chain chain = Machines.equalLayers(layers).chain();
            int[] of = {0, random.nextInt(layers), 0};
            of[2] = random.nextInt(layers - of[1]);
            of[0] = layers - of[1] - of[2];
            int[] compute = new int[layers];
            Arrays.fill(compute, 2);

            int[] home = new Counts(new int[][][] {{{0, 0, 0}, {0, 0, 0}, of}}).spread(chain, compute);

            int[] had = new int[3];
            for (int s = 0; s < layers; s++) {
                had[home[s]]++;
                for (int tier = 0; tier <= 2; tier++) {
                    assertThat(Math.abs(had[tier] * layers - of[tier] * (s + 1)))
                            .as("layers %d, homes %s, tier %d, layer %d", layers, Arrays.toString(of), tier, s)
                            .isLessThanOrEqualTo(layers);
                }
            }
        }
    }

    @Test
    void theFlagshipNeverStreamsManyLayersInARow() {
        // 24 of 80 layers are pinned in RAM, 5 of them at the start of the chain: one in four of the others.
        Plan plan = Machines.flagship(11_000_000_000L, 3).plan(Placements.HYBRID);
        int run = 0;
        int longest = 0;
        for (int s = 0; s < 80; s++) {
            run = plan.home()[s] == 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        assertThat(longest).isLessThanOrEqualTo(4);
    }
}
