package nmos.live.draft;

import java.util.List;
import nmos.live.kv.KvBranch;
import org.jspecify.annotations.Nullable;

/// A guess while its tree grows, taken into it or only offered, and what its guesser knows about what follows it.
final class Guess {
    /// Chances to be reached are fractions of this.
    static final long ONE = 1L << 40;
    private static final long PPM = 1_000_000;

    final @Nullable Guess parent;
    final int token;
    final int ppm;
    final int depth;
    final long reach;
    /// The first choice after the first choice and so on from the root.
    final boolean first;
    /// A hash of the text up to and including this token.
    final long key;

    /// Number in the tree, once taken.
    int node = TokenTree.ROOT;
    /// Among offers, the how manieth.
    int offer;
    /// What may follow, in the order of choice; null: not asked yet.
    @Nullable List<Guess> next;
    /// What the guesses below were drawn from, where they were drawn.
    @Nullable Proposal proposal;
    /// The text up to and including this token, as keys and values; null: not kept.
    @Nullable KvBranch kv;

    /// The last known token.
    Guess(int token, long key) {
        parent = null;
        this.token = token;
        this.key = key;
        ppm = (int) PPM;
        depth = 0;
        reach = ONE;
        first = true;
    }

    Guess(Guess parent, int token, int ppm, int rank) {
        this.parent = parent;
        this.token = token;
        this.ppm = ppm;
        depth = parent.depth + 1;
        reach = reach(parent.reach, ppm);
        first = parent.first && rank == 0;
        key = key(parent.key, token);
    }

    static long reach(long parent, int ppm) {
        return parent * ppm / PPM;
    }

    /// SplitMix64's finaliser over the text so far and one more token.
    static long key(long before, int token) {
        long z = before ^ ((token + 1) * 0x9e3779b97f4a7c15L);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
