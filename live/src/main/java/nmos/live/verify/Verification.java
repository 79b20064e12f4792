package nmos.live.verify;

import java.util.function.IntPredicate;
import nmos.live.draft.Proposal;
import nmos.live.draft.TokenTree;
import nmos.live.sampling.Sampler;
import nmos.world.acceptance.Verdict;
import org.jspecify.annotations.Nullable;

/// What the oracle says to the drafts of one session: the text comes out as the session's sampler alone would choose it.
///
/// Where guesses were not drawn by chance (greedy drafts, prompt lookup) the sampler chooses as it does without a draft, and
/// a guess is right if it is what was chosen: the text is then the same as without drafts, token for token, also when the
/// sampler draws. Where guesses were drawn, rejection sampling makes them right as often as can be, and the text follows the
/// same distribution.
///
/// Repetition penalties hold exactly: the sampler is told each token as it is accepted, so that a place is judged with what it
/// would have seen there. Of guesses that were drawn but not sent along, or that no node was made of, each is tried like the
/// others: whether one was kept depends on what it is.
public final class Verification {
    private final Sampler sampler;
    private final IntPredicate ends;
    private final int vocabulary;

    /// `sampler`: has seen the text up to the last known token. `ends`: which tokens end a reply.
    public Verification(Sampler sampler, IntPredicate ends, int vocabulary) {
        this.sampler = sampler;
        this.ends = ends;
        this.vocabulary = vocabulary;
    }

    /// The first `nodes` nodes of a tree were sent. `logits (1 + nodes, vocabulary)`, from `from` on: after the last known
    /// token, then after each node. The reply ends with an ending token, or after `most` more tokens: either is the bonus
    /// token, and nothing follows it.
    public Outcome verify(TokenTree tree, int nodes, float[] logits, int from, int most) {
        if (nodes < 0 || nodes > tree.nodes() || most < 1) {
            throw new IllegalArgumentException(nodes + " of " + tree.nodes() + " nodes, at most " + most + " tokens");
        }
        int at = TokenTree.ROOT;
        for (int accepted = 0; ; accepted++) {
            int token = next(tree.proposal(at), logits, from + (at + 1) * vocabulary);
            boolean finished = accepted + 1 == most || ends.test(token);
            int child = finished ? -1 : tree.child(at, token);
            if (child < 0 || child >= nodes) {
                return new Outcome(new Verdict(accepted, at, child), token, finished);
            }
            at = child;
        }
    }

    private int next(@Nullable Proposal proposal, float[] logits, int row) {
        if (proposal == null) {
            return sampler.next(logits, row, vocabulary);
        }
        int token = Rejection.choose(sampler.distribution(logits, row, vocabulary), proposal, sampler::uniform);
        sampler.saw(token);
        return token;
    }
}
