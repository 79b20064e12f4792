package nmos.policy.speculation;

import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// Time a drafter takes for its guesses: the model by levels and nodes, prompt lookup none worth counting.
record DraftCost(Facts.Draft draft) {
    long ns(Drafter drafter, int nodes, int levels) {
        return switch (drafter) {
            case MODEL -> levels * draft.nsPerLevel() + Math.max(0, nodes - levels) * draft.nsPerNode();
            case LOOKUP -> 0;
        };
    }

    long ns(Drafter drafter, DraftTree tree) {
        int levels = 0;
        for (int node = tree.nodes() - 1; node >= 0; node--) {
            levels = Math.max(levels, depth(tree, node, levels));
        }
        return ns(drafter, tree.nodes(), levels);
    }

    private static int depth(DraftTree tree, int node, int enough) {
        int depth = 0;
        // A node has at most as many ancestors as there are nodes before it.
        for (int at = node; at >= 0 && depth + at + 1 > enough; at = tree.parent()[at]) {
            depth++;
        }
        return depth;
    }
}
