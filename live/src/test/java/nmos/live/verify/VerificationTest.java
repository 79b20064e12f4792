package nmos.live.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import nmos.live.draft.Proposal;
import nmos.live.draft.TokenTree;
import nmos.live.sampling.Distribution;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.DraftTree;
import nmos.world.acceptance.Verdict;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final int VOCABULARY = 6;
    private static final SamplingOptions DRAWING = new SamplingOptions(1, 0, 1, 0, 1, 0);

    /// 1 and 2 after the last known token; 3 and 4 after 1; 5 after 3; 2 after 5.
    private static final TokenTree TREE = new TokenTree(
            new int[] {1, 2, 3, 4, 5, 2}, new DraftTree(new int[] {-1, -1, 0, 0, 2, 4}, new int[] {9, 8, 7, 6, 5, 4}));

    /// Rows of which each has one likeliest token.
    private static float[] likeliest(int... tokens) {
        float[] logits = new float[tokens.length * VOCABULARY];
        for (int row = 0; row < tokens.length; row++) {
            logits[row * VOCABULARY + tokens[row]] = 50;
        }
        return logits;
    }

    private static Outcome greedy(int nodes, int most, int... rows) {
        return new Verification(new Sampler(SamplingOptions.GREEDY, 0), token -> token == 0, VOCABULARY)
                .verify(TREE, nodes, likeliest(rows), 0, most);
    }

    @Test
    void theOracleFollowsTheTreeAsFarAsItAgrees() {
        Outcome outcome = greedy(6, 99, 1, 5, 3, 5, 5, 4, 5);
        // 1 after the root, but 5 after node 0 (token 1): none of its children
        assertThat(outcome).isEqualTo(new Outcome(new Verdict(1, 0, -1), 5, false));
        assertThat(greedy(6, 99, 1, 3, 0, 5, 0, 2, 4)).isEqualTo(new Outcome(new Verdict(4, 5, -1), 4, false));
        assertThat(greedy(6, 99, 5, 1, 1, 1, 1, 1, 1)).isEqualTo(new Outcome(new Verdict(0, -1, -1), 5, false));
    }

    @Test
    void aBonusTokenThatWasDraftedAndNotSentIsNamed() {
        assertThat(greedy(0, 99, 2)).isEqualTo(new Outcome(new Verdict(0, -1, 1), 2, false));
        assertThat(greedy(2, 99, 1, 4, 5)).isEqualTo(new Outcome(new Verdict(1, 0, 3), 4, false));
        assertThat(greedy(4, 99, 1, 3, 0, 5, 0)).isEqualTo(new Outcome(new Verdict(2, 2, 4), 5, false));
    }

    @Test
    void nothingFollowsTheEndOfAReply() {
        assertThat(greedy(6, 3, 1, 3, 0, 5, 0, 2, 4)).isEqualTo(new Outcome(new Verdict(2, 2, -1), 5, true));
        assertThat(greedy(6, 1, 1, 3, 0, 5, 0, 2, 4)).isEqualTo(new Outcome(new Verdict(0, -1, -1), 1, true));
        assertThat(greedy(6, 99, 1, 3, 0, 0, 0, 2, 4)).isEqualTo(new Outcome(new Verdict(2, 2, -1), 0, true));
        TokenTree ending = new TokenTree(new int[] {0}, new DraftTree(new int[] {-1}, new int[] {9}));
        Outcome outcome = new Verification(new Sampler(SamplingOptions.GREEDY, 0), token -> token == 0, VOCABULARY)
                .verify(ending, 1, likeliest(0, 0), 0, 9);
        assertThat(outcome).as("a guess that ends").isEqualTo(new Outcome(new Verdict(0, -1, -1), 0, true));
    }

    @Test
    void anOutcomeSaysWhatWasSaidAndWhichRowsStay() {
        Outcome outcome = greedy(6, 99, 1, 3, 0, 5, 0, 2, 4);
        assertThat(outcome.tokens(TREE)).containsExactly(1, 3, 5, 2, 4);
        assertThat(outcome.rows(TREE)).containsExactly(0, 1, 3, 5, 6);
        assertThat(greedy(6, 99, 5, 1, 1, 1, 1, 1, 1).rows(TREE)).containsExactly(0);
    }

    @Test
    void logitsMayStartAnywhere() {
        float[] alone = likeliest(1, 3, 0, 5, 0, 2, 4);
        float[] shared = new float[alone.length + 17];
        System.arraycopy(alone, 0, shared, 17, alone.length);
        var verification = new Verification(new Sampler(SamplingOptions.GREEDY, 0), _ -> false, VOCABULARY);
        assertThat(verification.verify(TREE, 6, shared, 17, 99).tokens(TREE)).containsExactly(1, 3, 5, 2, 4);
    }

    /// Each accepted token is penalised at the next place, as without a draft.
    @Test
    void whatWasAcceptedCountsAsRepeated() {
        var options = new SamplingOptions(0, 0, 1, 0, 10, 8);
        TokenTree chain = new TokenTree(
                new int[] {1, 1, 1}, new DraftTree(new int[] {-1, 0, 1}, new int[] {9, 9, 9}));
        float[] logits = new float[4 * VOCABULARY];
        for (int row = 0; row < 4; row++) {
            logits[row * VOCABULARY + 1] = 2;
            logits[row * VOCABULARY + 3] = 1;
        }
        Outcome outcome = new Verification(new Sampler(options, 0), _ -> false, VOCABULARY).verify(chain, 3, logits, 0, 9);
        assertThat(outcome.tokens(chain)).containsExactly(1, 3);
    }

    private static Outcome drawn(long seed, SamplingOptions options, float[] logits, Distribution from, int... drawn) {
        int[] parents = new int[drawn.length];
        Arrays.fill(parents, -1);
        var proposals = new Proposal[drawn.length + 1];
        proposals[0] = new Proposal(drawn, from);
        TokenTree tree = new TokenTree(drawn, new DraftTree(parents, new int[drawn.length]), proposals);
        return new Verification(new Sampler(options, seed), _ -> false, VOCABULARY).verify(tree, 0, logits, 0, 9);
    }

    private static Distribution evenly(int... tokens) {
        double[] shares = new double[tokens.length];
        Arrays.fill(shares, 1.0 / tokens.length);
        return new Distribution(tokens, shares);
    }

    @Test
    void whatTheOracleWouldNeverSayIsNeverAccepted() {
        var filtered = new SamplingOptions(1, 2, 1, 0, 1, 0);
        float[] logits = {0, 3, 0, 3, 0, 0};
        for (int seed = 0; seed < 200; seed++) {
            assertThat(drawn(seed, filtered, logits, evenly(0, 2, 4), 2, 0, 4).bonusToken()).isIn(1, 3);
            assertThat(drawn(seed, SamplingOptions.GREEDY, logits, evenly(0, 1, 2, 3, 4, 5), 5, 3, 1, 0).bonusToken())
                    .isEqualTo(1);
        }
    }

    /// Where the draft thinks what the oracle does its first guess is always right, also if all of q is proposed.
    @Test
    void aDraftThatIsTheOracleIsAlwaysRight() {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(drawn(seed, DRAWING, new float[VOCABULARY], evenly(0, 1, 2, 3, 4, 5), 4, 1, 0, 2, 3, 5).bonusToken())
                    .isEqualTo(4);
        }
    }

    /// q is used up: the token comes from what p has and q has not.
    @Test
    void allOfQMayBeRejected() {
        float[] logits = {-50, -50, -50, 5, 5, -50};
        for (int seed = 0; seed < 200; seed++) {
            assertThat(drawn(seed, DRAWING, logits, evenly(0, 1), 0, 1).bonusToken()).isIn(3, 4);
        }
    }

    @Test
    void moreNodesThanThereAreAreRefused() {
        assertThatThrownBy(() -> greedy(7, 9)).hasMessage("7 of 6 nodes, at most 9 tokens");
        assertThatThrownBy(() -> greedy(0, 0)).hasMessage("0 of 6 nodes, at most 0 tokens");
    }
}
