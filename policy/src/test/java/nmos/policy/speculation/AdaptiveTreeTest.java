package nmos.policy.speculation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.speculation.Speculation.PassCost;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveTreeTest {
    private static final PassCost FLAT = rows -> 10_000 * Given.MS;
    private static final PassCost RESIDENT = rows -> (30L + 2L * rows) * Given.MS;
    private static final PassCost STEEP = rows -> 40L * rows * Given.MS;

    private static Speculation fresh() {
        return Given.adaptive(Drafting.MODEL, 64, 16, 4, Given.DRAFT);
    }

    /// One pass with a drafter that fills any order with a chain of such confidence, and an oracle that accepts its first
    /// `right` guesses. Returns how many went into the pass.
    private static int pass(Speculation speculation, PassCost cost, int confidencePpm, int right) {
        DraftOrder order = speculation.order(cost);
        DraftTree tree = Given.chainOf(Math.min(order.nodes(), order.depth()), confidencePpm);
        int kept = speculation.keep(order, tree, cost);
        int accepted = Math.min(kept, right);
        speculation.learn(order, tree, kept, accepted, accepted - 1);
        return kept;
    }

    private static double meanSent(Speculation speculation, PassCost cost, int confidencePpm, int right, int passes) {
        double sent = 0;
        for (int pass = 0; pass < passes; pass++) {
            sent += pass(speculation, cost, confidencePpm, right);
        }
        return sent / passes;
    }

    private static DraftTree randomTree(SplittableRandom random, int nodes) {
        int[] parent = new int[nodes];
        int[] confidence = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            parent[node] = random.nextInt(-1, node);
            confidence[node] = 1_000 + random.nextInt(998_000);
        }
        return new DraftTree(parent, confidence);
    }

    /// Any cost that does not fall with rows, with flat stretches and steps.
    private static PassCost randomCost(SplittableRandom random) {
        long[] ns = new long[70];
        ns[1] = 1 + random.nextLong(20_000 * Given.MS);
        long step = ns[1] / (1 + random.nextInt(40));
        for (int rows = 2; rows < ns.length; rows++) {
            ns[rows] = ns[rows - 1] + (random.nextBoolean() ? 0 : random.nextLong(step + 1));
        }
        return rows -> ns[rows];
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itKeepsThePrefixWithTheMostExpectedTokensPerTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> kept = new HashSet<>();
        for (int round = 0; round < 500; round++) {
            DraftTree tree = randomTree(random, random.nextInt(65));
            PassCost cost = randomCost(random);
            DraftOrder order = DraftOrder.bestFirst(Drafter.MODEL, 64, 64, 4);
            int n = fresh().keep(order, tree, cost);
            List<Double> rates = rates(tree, cost);
            double best = rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            assertThat(rates.get(n)).as("round %d", round).isGreaterThanOrEqualTo(best * (1 - 1e-6));
            kept.add(n);
        }
        assertThat(kept).hasSizeGreaterThan(10);
    }

    /// Expected tokens per second of each prefix, from the definition.
    private static List<Double> rates(DraftTree tree, PassCost cost) {
        int nodes = tree.nodes();
        double[] reach = new double[nodes];
        int[] depth = new int[nodes];
        int levels = 0;
        for (int node = 0; node < nodes; node++) {
            int parent = tree.parent()[node];
            reach[node] = (parent < 0 ? 1 : reach[parent]) * tree.confidencePpm()[node] / 1e6;
            depth[node] = parent < 0 ? 1 : depth[parent] + 1;
            levels = Math.max(levels, depth[node]);
        }
        double draftNs = (double) levels * Given.DRAFT.nsPerLevel() + (double) (nodes - levels) * Given.DRAFT.nsPerNode();
        List<Double> rates = new ArrayList<>();
        double tokens = 1;
        for (int n = 0; n <= nodes; n++) {
            rates.add(tokens / (draftNs + cost.ns(n + 1)));
            tokens += n < nodes ? reach[n] : 0;
        }
        return rates;
    }

    @Test
    void whereRowsAreFreeItOrdersAllItMayAndSendsIt() {
        Speculation speculation = fresh();
        meanSent(speculation, FLAT, 900_000, 16, 20);
        assertThat(speculation.order(FLAT).depth()).isEqualTo(16);
        assertThat(meanSent(speculation, FLAT, 900_000, 16, 50)).isEqualTo(16);
    }

    @Test
    void whereARowCostsAPassItOrdersNothingButProbesNowAndThen() {
        Speculation speculation = fresh();
        meanSent(speculation, STEEP, 600_000, 1, 200);
        int ordered = 0;
        int passes = 12_800;
        for (int pass = 0; pass < passes; pass++) {
            DraftOrder order = speculation.order(STEEP);
            DraftTree tree = Given.chainOf(Math.min(order.nodes(), order.depth()), 600_000);
            int kept = speculation.keep(order, tree, STEEP);
            speculation.learn(order, tree, kept, 0, -1);
            ordered += order.nodes() > 0 ? 1 : 0;
            assertThat(kept).isLessThanOrEqualTo(1);
        }
        assertThat(ordered).isEqualTo(passes / 128);
    }

    @Test
    void aBadSpellSwitchesItOffAndAGoodOneOnAgain() {
        Speculation speculation = fresh();
        meanSent(speculation, RESIDENT, 850_000, 5, 200);
        assertThat(meanSent(speculation, RESIDENT, 850_000, 5, 200)).isBetween(3.0, 10.0);
        meanSent(speculation, RESIDENT, 850_000, 0, 200);
        assertThat(meanSent(speculation, RESIDENT, 850_000, 0, 1_000)).isLessThan(0.2);
        meanSent(speculation, RESIDENT, 850_000, 5, 400);
        assertThat(meanSent(speculation, RESIDENT, 850_000, 5, 200)).isBetween(3.0, 10.0);
    }

    @Test
    void guessesThatAreBetterThanTheyLookGrowTheTree() {
        Speculation speculation = fresh();
        double before = meanSent(speculation, RESIDENT, 500_000, 1, 100);
        meanSent(speculation, RESIDENT, 500_000, 16, 400);
        assertThat(meanSent(speculation, RESIDENT, 500_000, 16, 100)).isGreaterThan(2 * before).isGreaterThan(6);
    }

    @Test
    void whereLookupIsAllowedNothingIsNeverOrdered() {
        Speculation speculation = Given.adaptive(Drafting.EITHER, 16, 8, 2, Given.DRAFT);
        for (int pass = 0; pass < 300; pass++) {
            DraftOrder order = speculation.order(STEEP);
            assertThat(order.nodes()).isPositive();
            int kept = speculation.keep(order, DraftTree.EMPTY, STEEP);
            assertThat(kept).isZero();
            speculation.learn(order, DraftTree.EMPTY, 0, 0, -1);
        }
    }

    @Test
    void aLargerTreeThanAllowedIsCut() {
        Speculation speculation = Given.adaptive(Drafting.MODEL, 5, 5, 1, Given.DRAFT);
        DraftOrder order = speculation.order(FLAT);
        assertThat(speculation.keep(order, Given.chainOf(40, 900_000), FLAT)).isEqualTo(5);
        assertThat(order.nodes()).isLessThanOrEqualTo(5);
        assertThat(order.depth()).isLessThanOrEqualTo(5);
    }

    @Test
    void theDigestFollowsTheState() {
        Speculation one = fresh();
        Speculation other = fresh();
        Set<Long> seen = new HashSet<>();
        for (int round = 0; round < 300; round++) {
            assertThat(one.digest()).isEqualTo(other.digest());
            pass(one, RESIDENT, 700_000, round % 4);
            assertThat(one.digest()).isNotEqualTo(other.digest());
            seen.add(one.digest());
            pass(other, RESIDENT, 700_000, round % 4);
        }
        assertThat(seen).hasSize(300);
        DraftOrder order = one.order(RESIDENT);
        assertThat(other.order(RESIDENT)).isEqualTo(order);
        DraftTree tree = Given.chainOf(4, 700_000);
        assertThat(one.keep(order, tree, RESIDENT)).isEqualTo(other.keep(order, tree, RESIDENT));
        one.learn(order, tree, 4, 2, 1);
        other.learn(order, tree, 4, 3, 2);
        assertThat(one.digest()).isNotEqualTo(other.digest());
    }
}
