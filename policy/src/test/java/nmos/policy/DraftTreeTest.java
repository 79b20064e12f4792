package nmos.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What hangs below a node of a tree, against its definition.
class DraftTreeTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static DraftTree random(SplittableRandom random) {
        int nodes = random.nextInt(25);
        int[] parent = new int[nodes];
        int[] confidence = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            parent[node] = random.nextInt(-1, node);
            confidence[node] = random.nextInt(1_000_001);
        }
        return new DraftTree(parent, confidence);
    }

    private static boolean hangsBelow(DraftTree tree, int root, int node) {
        for (int at = tree.parent()[node]; at >= 0; at = tree.parent()[at]) {
            if (at == root) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void belowANodeIsEveryDescendantWithItsConfidenceInTheOldOrder(long seed) {
        DraftTree tree = random(new SplittableRandom(seed));
        for (int root = 0; root < tree.nodes(); root++) {
            DraftTree below = tree.below(root);
            List<Integer> descendants = new ArrayList<>();
            for (int node = 0; node < tree.nodes(); node++) {
                if (hangsBelow(tree, root, node)) {
                    descendants.add(node);
                } else {
                    assertThat(tree.indexBelow(root, node)).isEqualTo(-1);
                }
            }
            assertThat(below.nodes()).isEqualTo(descendants.size());
            for (int index = 0; index < below.nodes(); index++) {
                int node = descendants.get(index);
                int parent = tree.parent()[node];
                assertThat(tree.indexBelow(root, node)).isEqualTo(index);
                assertThat(below.confidencePpm()[index]).isEqualTo(tree.confidencePpm()[node]);
                assertThat(below.parent()[index]).isEqualTo(parent == root ? -1 : tree.indexBelow(root, parent));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoStepsDownAreOne(long seed) {
        DraftTree tree = random(new SplittableRandom(seed));
        for (int root = 0; root < tree.nodes(); root++) {
            for (int node = root + 1; node < tree.nodes(); node++) {
                if (hangsBelow(tree, root, node)) {
                    assertThat(tree.below(root).below(tree.indexBelow(root, node))).isEqualTo(tree.below(node));
                }
            }
        }
    }

    @Test
    void belowALeafIsNothing() {
        DraftTree tree = new DraftTree(new int[] {-1, 0, 0}, new int[] {9, 8, 7});
        assertThat(tree.below(2)).isEqualTo(DraftTree.EMPTY);
        assertThat(tree.below(0)).isEqualTo(new DraftTree(new int[] {-1, -1}, new int[] {8, 7}));
    }

    @Test
    void anOrderAfterOneMoreBringsItsOwnTreeBelowOneGuess() {
        DraftOrder.Drafter model = DraftOrder.Drafter.MODEL;
        assertThat(DraftOrder.chain(model, 4).afterOneMore()).isEqualTo(new DraftOrder(model, DraftOrder.Form.CHAIN, 5, 5, 1, new int[0]));
        assertThat(DraftOrder.levels(model, 4, 2, 1).afterOneMore()).isEqualTo(DraftOrder.levels(model, 1, 4, 2, 1));
        assertThat(DraftOrder.bestFirst(model, 16, 6, 3).afterOneMore()).isEqualTo(DraftOrder.bestFirst(model, 17, 7, 3));
    }
}
