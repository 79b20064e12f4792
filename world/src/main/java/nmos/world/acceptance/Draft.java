package nmos.world.acceptance;

import nmos.policy.DraftTree;

/// A drafter's guesses: the tree that may be shown, and the truth about it.
///
/// `rightPath` holds the nodes that continue the text as the oracle will, from the first on; since parents come before
/// children it rises, and the part of it below a count of nodes is what the oracle accepts of these.
public record Draft(Cursor at, DraftTree tree, int[] rightPath) {
    public int session() {
        return at.session();
    }

    /// What the oracle says when the first `nodes` nodes are sent.
    Verdict verdict(int nodes) {
        int accepted = 0;
        while (accepted < rightPath.length && rightPath[accepted] < nodes) {
            accepted++;
        }
        int leaf = accepted == 0 ? -1 : rightPath[accepted - 1];
        return new Verdict(accepted, leaf, accepted == rightPath.length ? -1 : rightPath[accepted]);
    }
}
