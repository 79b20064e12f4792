package nmos.policy;

import java.util.Arrays;

/// What to ask of a drafter: at most `nodes` nodes, at most `depth` deep, in one of three forms.
///
/// `widths` belongs to [Form#LEVELS] alone: `widths[d]` is how many children each node of depth `d` gets (the last known
/// token has depth 0). For [Form#BEST_FIRST], `branch` bounds the children of one node.
public record DraftOrder(Drafter drafter, Form form, int nodes, int depth, int branch, int[] widths) {

    /// Who guesses.
    public enum Drafter {
        /// The draft model: costs time on the device it lives on.
        MODEL,
        /// The prompt itself: what followed the last few tokens when they appeared before. Costs nothing.
        LOOKUP
    }

    /// How the guesses branch.
    public enum Form {
        /// One guess after the other.
        CHAIN,
        /// A fixed number of children at each depth.
        LEVELS,
        /// Always the node that is likeliest to be reached next.
        BEST_FIRST
    }

    private static final int[] NO_WIDTHS = {};

    public static DraftOrder chain(Drafter drafter, int k) {
        return new DraftOrder(drafter, Form.CHAIN, k, k, 1, NO_WIDTHS);
    }

    public static DraftOrder levels(Drafter drafter, int... widths) {
        long nodes = 0;
        long level = 1;
        for (int width : widths) {
            level *= width;
            nodes += level;
        }
        return new DraftOrder(drafter, Form.LEVELS, Math.toIntExact(nodes), widths.length, 0, widths);
    }

    public static DraftOrder bestFirst(Drafter drafter, int nodes, int depth, int branch) {
        return new DraftOrder(drafter, Form.BEST_FIRST, nodes, depth, branch, NO_WIDTHS);
    }

    /// One guess at the token after those in question, and below it what this order would bring.
    public DraftOrder afterOneMore() {
        int[] below = widths;
        if (form == Form.LEVELS) {
            below = new int[widths.length + 1];
            below[0] = 1;
            System.arraycopy(widths, 0, below, 1, widths.length);
        }
        return new DraftOrder(drafter, form, nodes + 1, depth + 1, branch, below);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DraftOrder that
                && drafter == that.drafter
                && form == that.form
                && nodes == that.nodes
                && depth == that.depth
                && branch == that.branch
                && Arrays.equals(widths, that.widths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {drafter.ordinal(), form.ordinal(), nodes, depth, branch, Arrays.hashCode(widths)});
    }

    @Override
    public String toString() {
        return "DraftOrder[" + drafter + " " + form + " nodes=" + nodes + " depth=" + depth + " branch=" + branch
                + " widths=" + Arrays.toString(widths) + "]";
    }
}
