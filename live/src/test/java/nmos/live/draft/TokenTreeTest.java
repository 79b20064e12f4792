package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nmos.live.sampling.Distribution;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTreeTest {
    private static final TokenTree TREE = new TokenTree(
            new int[] {7, 8, 9, 7, 5}, new DraftTree(new int[] {-1, -1, 1, 2, 0}, new int[] {5, 4, 3, 2, 1}));

    @Test
    void aChildIsFoundByItsToken() {
        assertThat(TREE.child(TokenTree.ROOT, 8)).isEqualTo(1);
        assertThat(TREE.child(TokenTree.ROOT, 9)).isEqualTo(-1);
        assertThat(TREE.child(2, 7)).isEqualTo(3);
        assertThat(TREE.text(3)).containsExactly(8, 9, 7);
        assertThat(TREE.path(3)).containsExactly(1, 2, 3);
        assertThat(TREE.path(TokenTree.ROOT)).isEmpty();
    }

    @Test
    void whatHangsBelowANodeKeepsItsOrder() {
        assertThat(TREE.below(1))
                .isEqualTo(new TokenTree(new int[] {9, 7}, new DraftTree(new int[] {-1, 0}, new int[] {3, 2})));
        assertThat(TREE.below(4)).isEqualTo(TokenTree.EMPTY);
    }

    /// Node by node: shape, tokens and what was drawn.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void belowIsTheShapesBelowWithTokensAndProposals(long seed) {
        var pair = new InventedPair(6, seed, 0.5, 3, new SamplingOptions(1, 0, 1, 0, 1, 0));
        var drafter = new InventedPair.Drafter(pair, new int[0], true);
        DraftOrder order = DraftOrder.bestFirst(MODEL, 20, 4, 3);
        TokenTree tree = Growth.grow(drafter, order, 9, new Guess(0, seed)).orElseThrow();
        for (int root = 0; root < tree.nodes(); root++) {
            TokenTree below = tree.below(root);
            assertThat(below.shape()).isEqualTo(tree.shape().below(root));
            assertThat(below.proposal(TokenTree.ROOT)).isEqualTo(tree.proposal(root));
            for (int node = root + 1; node < tree.nodes(); node++) {
                int there = tree.shape().indexBelow(root, node);
                if (there >= 0) {
                    assertThat(below.token(there)).isEqualTo(tree.token(node));
                    assertThat(below.proposal(there)).isEqualTo(tree.proposal(node));
                }
            }
        }
    }

    @Test
    void nothingIsProposedTwiceOrWithoutAShare() {
        var from = new Distribution(new int[] {3, 5}, new double[] {1, 0});
        assertThatThrownBy(() -> new Proposal(new int[] {5}, from)).hasMessage("token 5 cannot have been drawn here");
        assertThatThrownBy(() -> new Proposal(new int[] {3, 3}, from)).hasMessage("token 3 cannot have been drawn here");
    }
}
