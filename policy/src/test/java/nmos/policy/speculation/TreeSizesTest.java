package nmos.policy.speculation;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.Facts;
import nmos.policy.speculation.Speculation.PassCost;
import org.junit.jupiter.api.Test;

class TreeSizesTest {
    private static final Facts.Draft FREE = new Facts.Draft(true, 0, 0, 0);

    private static TreeSizes sizes(Facts.Draft draft) {
        return new TreeSizes(8, 4, 2, new DraftCost(draft));
    }

    /// Two nodes a level, four levels, the likelier ones first.
    private static void learn(TreeSizes sizes) {
        int[] depth = {1, 2, 3, 4, 1, 2, 3, 4};
        long[] reach = {800_000, 600_000, 450_000, 300_000, 150_000, 100_000, 80_000, 50_000};
        sizes.learn(DraftOrder.bestFirst(Drafter.MODEL, 8, 4, 2), 8, depth, reach);
    }

    /// Passes that cost the same up to so many rows, and far too much beyond.
    private static PassCost upTo(int rows) {
        return n -> n <= rows ? 100 * Given.MS : 100_000 * Given.MS;
    }

    @Test
    void oneLargeTreeTellsTheBestOfTheSmallerOnes() {
        TreeSizes sizes = sizes(FREE);
        learn(sizes);
        assertThat(sizes.best(upTo(9))).isEqualTo(DraftOrder.bestFirst(Drafter.MODEL, 8, 4, 2));
        assertThat(sizes.best(upTo(4))).isEqualTo(DraftOrder.bestFirst(Drafter.MODEL, 3, 3, 2));
        assertThat(sizes.best(upTo(3))).isEqualTo(DraftOrder.bestFirst(Drafter.MODEL, 2, 2, 2));
        assertThat(sizes.best(upTo(1))).isSameAs(Speculation.NOTHING);
    }

    @Test
    void levelsThatCostTimeMakeItShallow() {
        TreeSizes sizes = sizes(new Facts.Draft(true, 40 * Given.MS, 0, 0));
        learn(sizes);
        // By depth: 1.95 tokens in 140 ms, 2.65 in 180, 3.18 in 220, 3.53 in 260.
        assertThat(sizes.best(upTo(9)).depth()).isEqualTo(2);
    }

    @Test
    void aProbeIsOneStepLargerOrAsLargeAsHalfAPassBuys() {
        TreeSizes sizes = sizes(new Facts.Draft(true, 40 * Given.MS, 0, 0));
        learn(sizes);
        assertThat(sizes.probe(upTo(9)).depth()).isEqualTo(3);
        assertThat(sizes(FREE).probe(upTo(1))).isEqualTo(DraftOrder.bestFirst(Drafter.MODEL, 8, 4, 2));
    }
}
