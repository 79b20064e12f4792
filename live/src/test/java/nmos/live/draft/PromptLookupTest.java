package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import org.junit.jupiter.api.Test;

class PromptLookupTest {
    private static int[] chain(int k, int... text) {
        TokenTree tree = PromptLookup.draft(text, DraftOrder.chain(LOOKUP, k));
        return tree.nodes() == 0 ? new int[0] : tree.text(tree.nodes() - 1);
    }

    @Test
    void whatFollowedTheLastTokensBeforeFollowsThemAgain() {
        assertThat(chain(3, 1, 2, 3, 4, 5, 6, 1, 2)).containsExactly(3, 4, 5);
    }

    @Test
    void oneTokenAloneIsNoMatch() {
        assertThat(chain(3, 2, 3, 4, 1, 2)).isEmpty();
        assertThat(chain(3, 1, 2)).isEmpty();
        assertThat(chain(3)).isEmpty();
        assertThat(chain(0, 1, 2, 3, 1, 2)).isEmpty();
    }

    @Test
    void theLongestMatchDecidesThenTheMostRecent() {
        assertThat(chain(1, 9, 1, 2, 50, 1, 2, 60, 9, 1, 2)).containsExactly(50);
        assertThat(chain(1, 1, 2, 50, 1, 2, 60, 1, 2)).containsExactly(60);
        // five tokens that match count as four
        assertThat(chain(1, 5, 6, 7, 1, 2, 50, 6, 7, 1, 2, 60, 5, 6, 7, 1, 2)).containsExactly(60);
    }

    @Test
    void aTextThatRepeatsGoesOnRepeating() {
        assertThat(chain(5, 8, 1, 2, 3, 1, 2, 3)).containsExactly(1, 2, 3, 1, 2);
        assertThat(chain(3, 4, 4, 4)).containsExactly(4, 4, 4);
    }

    @Test
    void aTreeTakesDifferentContinuations() {
        int[] text = {1, 2, 50, 51, 1, 2, 60, 61, 1, 2, 50, 52, 1, 2};
        TokenTree tree = PromptLookup.draft(text, DraftOrder.levels(LOOKUP, 3, 2));
        assertThat(tree.shape().parent()).containsExactly(-1, -1, 0, 0, 1);
        assertThat(new int[] {tree.token(0), tree.token(1), tree.token(2), tree.token(3), tree.token(4)})
                .containsExactly(50, 60, 52, 51, 61);
        assertThat(tree.proposal(TokenTree.ROOT)).isNull();
    }

    /// Siblings share what confidence there is, and a guess whose parent came true is a longer match.
    @Test
    void confidencesFallAmongSiblingsAndDoNotBelow() {
        int[] text = {1, 2, 50, 51, 1, 2, 60, 61, 1, 2, 50, 52, 1, 2};
        DraftTree shape = PromptLookup.draft(text, DraftOrder.bestFirst(LOOKUP, 10, 4, 3)).shape();
        int[] first = new int[shape.nodes() + 1];
        int[] sum = new int[shape.nodes() + 1];
        for (int node = 0; node < shape.nodes(); node++) {
            int parent = shape.parent()[node] + 1;
            sum[parent] += shape.confidencePpm()[node];
            first[parent] = Math.max(first[parent], shape.confidencePpm()[node]);
            assertThat(sum[parent]).isLessThanOrEqualTo(1_000_000);
        }
        assertThat(first[1]).isGreaterThanOrEqualTo(first[0]);
    }

    /// Along what the oracle says, greedily and drawn: how often the first guess is right, by the length of the match.
    @Test
    void confidencesAreWhatMatchesOfThatLengthAreWorthInGreedyText() {
        try (Pair pair = Pair.load()) {
            double[] greedy = right(pair, SamplingOptions.GREEDY);
            double[] drawn = right(pair, new SamplingOptions(1, 0, 1, 0, 1, 0));
            System.out.println("right by length: " + Arrays.toString(greedy) + ", drawn " + Arrays.toString(drawn));
            for (int i = 0; i < greedy.length; i++) {
                assertThat(PromptLookup.RIGHT_PPM[i] / 1e6).isCloseTo(greedy[i], within(0.02)).isGreaterThan(drawn[i]);
            }
        }
    }

    private static double[] right(Pair pair, SamplingOptions options) {
        int[] tried = new int[PromptLookup.RIGHT_PPM.length];
        int[] right = new int[tried.length];
        for (int seed = 0; seed < 12; seed++) {
            int[] bos = {pair.tokenizer.vocabulary().bos()};
            var drawing = new Sampler(new SamplingOptions(1, 0, 1, 0, 1, 0), seed);
            int[] begun = Pair.joined(bos, pair.plain(bos, 8, drawing));
            int[] text = Pair.joined(begun, pair.plain(begun, 200, new Sampler(options, seed)));
            for (int known = 20; known < text.length; known++) {
                TokenTree tree = PromptLookup.draft(Arrays.copyOf(text, known), DraftOrder.chain(LOOKUP, 1));
                if (tree.nodes() > 0) {
                    int length = Arrays.binarySearch(PromptLookup.RIGHT_PPM, tree.shape().confidencePpm()[0]);
                    tried[length]++;
                    right[length] += tree.token(0) == text[known] ? 1 : 0;
                }
            }
        }
        double[] share = new double[tried.length];
        Arrays.setAll(share, i -> (double) right[i] / tried[i]);
        return share;
    }

    @Test
    void anyTextIsLookedUpWithoutFail() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            int[] text = random.ints(random.nextInt(30), 0, 3).toArray();
            TokenTree tree = PromptLookup.draft(text, DraftOrder.bestFirst(LOOKUP, 9, 4, 3));
            for (int node = 0; node < tree.nodes(); node++) {
                assertThat(tree.child(tree.parent(node), tree.token(node))).as("one child a token").isEqualTo(node);
            }
        }
    }
}
