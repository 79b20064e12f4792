package nmos.world.acceptance;

import java.util.Arrays;
import nmos.policy.DraftTree;

/// A drafter's guesses: the tree that may be shown, and the truth about it.
///
/// `rightPath` holds the nodes that continue the text as the oracle will, from the first on; since parents come before
/// children it rises, and the part of it below a count of nodes is what the oracle accepts of these.
public record Draft(Cursor at, DraftTree tree, int[] rightPath) implements Guess {
    public int session() {
        return at.session();
    }

    /// Whether this is the other with nothing or something added to it.
    public boolean grewFrom(Draft other) {
        return at.equals(other.at)
                && tree.nodes() >= other.tree.nodes()
                && Arrays.equals(tree.parent(), 0, other.tree.nodes(), other.tree.parent(), 0, other.tree.nodes());
    }

    /// What hangs below a right node, once the session has come to `now`, just past it.
    public Draft below(int root, Cursor now) {
        int[] left = new int[rightPath.length];
        int count = 0;
        for (int node : rightPath) {
            if (node > root) {
                left[count++] = tree.indexBelow(root, node);
            }
        }
        return new Draft(now, tree.below(root), Arrays.copyOf(left, count));
    }

    /// What the oracle says when the first `nodes` nodes are sent.
    public Verdict verdict(int nodes) {
        return verdict(nodes, Integer.MAX_VALUE);
    }

    /// What the oracle says when the first `nodes` nodes are sent and `most` of them at the most are still of the reply.
    Verdict verdict(int nodes, int most) {
        int accepted = 0;
        while (accepted < rightPath.length && rightPath[accepted] < nodes && accepted < most) {
            accepted++;
        }
        int leaf = accepted == 0 ? -1 : rightPath[accepted - 1];
        if (accepted == most) {
            return new Verdict(accepted, leaf, -1);
        }
        return new Verdict(accepted, leaf, accepted == rightPath.length ? -1 : rightPath[accepted]);
    }
}
