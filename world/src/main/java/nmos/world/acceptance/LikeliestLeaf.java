package nmos.world.acceptance;

import nmos.policy.DraftTree;

/// Where drafting goes on below a tree that is with the oracle.
public final class LikeliestLeaf {
    private static final long ONE = 1L << 40;
    private static final int PPM = 1_000_000;

    private LikeliestLeaf() {}

    /// The node among the first `sent` with nothing below it that the path to is likeliest right; -1: there is none.
    public static int of(DraftTree tree, int sent) {
        long[] reach = new long[sent];
        boolean[] inner = new boolean[tree.nodes()];
        for (int node = 0; node < tree.nodes(); node++) {
            int parent = tree.parent()[node];
            if (node < sent) {
                reach[node] = (parent < 0 ? ONE : reach[parent]) * tree.confidencePpm()[node] / PPM;
            }
            if (parent >= 0) {
                inner[parent] = true;
            }
        }
        int best = -1;
        for (int node = 0; node < sent; node++) {
            if (!inner[node] && (best < 0 || reach[node] > reach[best])) {
                best = node;
            }
        }
        return best;
    }
}
