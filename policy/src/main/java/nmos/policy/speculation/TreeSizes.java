package nmos.policy.speculation;

import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.speculation.Speculation.PassCost;

/// Which size of tree to order: what trees of so many nodes, so deep, have lately been worth before anything is known of
/// the next one.
///
/// One large tree tells the worth of all smaller ones: the likeliest `n` nodes among those at most `d` deep are the tree
/// that would have come back had `n` and `d` been the bounds.
final class TreeSizes {
    /// Trees over which the worth of a size is averaged.
    private static final int MEMORY = 8;
    private static final long PPM = 1_000_000;
    /// Until a size was seen: a single chain whose guesses are right as often as the flagship's published draft claims
    /// (0.65), so that the unknown is tried rather than shunned.
    private static final long HOPED_PPM = 650_000;
    /// Levels are averaged in this many parts.
    private static final long LEVEL = 1_024;
    private static final int[] LADDER = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256};

    /// (sizes): the bounds on nodes, and (depths): those on depth; the last of each is the most allowed.
    private final int[] sizes;
    private final int[] depths;
    /// (depths, sizes): expected verified nodes in ppm, levels in 1/[#LEVEL] (0: never seen), and the order for that size.
    private final long[] worthPpm;
    private final long[] levels;
    private final DraftOrder[] orders;
    private final DraftCost draftCost;
    private final Digest digest = new Digest();

    TreeSizes(int maxNodes, int maxDepth, int branch, DraftCost draftCost) {
        sizes = ladder(maxNodes);
        depths = ladder(Math.min(maxNodes, maxDepth));
        worthPpm = new long[depths.length * sizes.length];
        levels = new long[worthPpm.length];
        orders = new DraftOrder[worthPpm.length];
        for (int d = 0; d < depths.length; d++) {
            for (int n = 0; n < sizes.length; n++) {
                int cell = d * sizes.length + n;
                worthPpm[cell] = hopedPpm(Math.min(depths[d], sizes[n]));
                orders[cell] = DraftOrder.bestFirst(Drafter.MODEL, sizes[n], depths[d], branch);
            }
        }
        this.draftCost = draftCost;
    }

    private static int[] ladder(int most) {
        int steps = 0;
        while (steps < LADDER.length && LADDER[steps] < most) {
            steps++;
        }
        int[] ladder = new int[steps + 1];
        System.arraycopy(LADDER, 0, ladder, 0, steps);
        ladder[steps] = most;
        return ladder;
    }

    private static long hopedPpm(int depth) {
        long sum = 0;
        long reach = PPM;
        for (int d = 0; d < depth; d++) {
            reach = reach * HOPED_PPM / PPM;
            sum += reach;
        }
        return sum;
    }

    /// The order that promises the most verified tokens per second; [Speculation#NOTHING] if that is none.
    DraftOrder best(PassCost cost) {
        int best = bestCell(cost);
        return best < 0 ? Speculation.NOTHING : orders[best];
    }

    /// An order that shows what other sizes are worth: one step larger than the best both ways, or larger still where
    /// drafting takes no more than half the time of a pass.
    DraftOrder probe(PassCost cost) {
        int best = bestCell(cost);
        int n = best < 0 ? 0 : Math.min(best % sizes.length + 1, sizes.length - 1);
        int d = best < 0 ? 0 : Math.min(best / sizes.length + 1, depths.length - 1);
        long affordableNs = cost.ns(1) / 2;
        while (d + 1 < depths.length && draftNs(depths[d + 1], depths[d + 1]) <= affordableNs) {
            d++;
        }
        while (n + 1 < sizes.length && draftNs(sizes[n + 1], Math.min(depths[d], sizes[n + 1])) <= affordableNs) {
            n++;
        }
        return orders[d * sizes.length + n];
    }

    private int bestCell(PassCost cost) {
        int best = -1;
        long bestTokens = PPM;
        long bestNs = cost.ns(1);
        for (int n = 0; n < sizes.length; n++) {
            long passNs = cost.ns(sizes[n] + 1);
            for (int d = 0; d < depths.length; d++) {
                int cell = d * sizes.length + n;
                long tokens = PPM + worthPpm[cell];
                long ns = passNs + expectedDraftNs(cell, sizes[n], depths[d]);
                if (Rates.higher(tokens, ns, bestTokens, bestNs)) {
                    best = cell;
                    bestTokens = tokens;
                    bestNs = ns;
                }
            }
        }
        return best;
    }

    private long expectedDraftNs(int cell, int nodes, int depth) {
        long deep = levels[cell] == 0 ? Math.min(nodes, depth) * LEVEL : levels[cell];
        return draftNs(nodes, 1) + (deep - LEVEL) * (draftNs(2, 2) - draftNs(2, 1)) / LEVEL;
    }

    private long draftNs(int nodes, int deep) {
        return draftCost.ns(Drafter.MODEL, nodes, deep);
    }

    /// A tree came back: node `i` is `depth[i]` deep and is reached and right with chance `reachPpm[i]`. It was ordered
    /// within the bounds `order` names, so it says nothing about larger ones.
    void learn(DraftOrder order, int nodes, int[] depth, long[] reachPpm) {
        for (int d = 0; d < depths.length && depths[d] <= order.depth(); d++) {
            learnDepth(d, order.nodes(), nodes, depth, reachPpm);
        }
    }

    private void learnDepth(int d, int ordered, int nodes, int[] depth, long[] reachPpm) {
        long worth = 0;
        int deepest = 1;
        int within = 0;
        int n = 0;
        for (int i = 0; i < nodes && n < sizes.length; i++) {
            if (depth[i] > depths[d]) {
                continue;
            }
            worth += reachPpm[i];
            deepest = Math.max(deepest, depth[i]);
            within++;
            if (within == sizes[n]) {
                average(d * sizes.length + n, worth, deepest);
                n++;
            }
        }
        // A drafter that ran out of guesses would have sent the same tree for a larger order.
        for (; n < sizes.length && nodes < ordered && sizes[n] <= ordered; n++) {
            average(d * sizes.length + n, worth, deepest);
        }
    }

    private void average(int cell, long worth, int deepest) {
        long worthBefore = worthPpm[cell];
        long levelsBefore = levels[cell];
        boolean first = levelsBefore == 0;
        worthPpm[cell] = first ? worth : worthBefore + (worth - worthBefore) / MEMORY;
        levels[cell] = first ? deepest * LEVEL : levelsBefore + (deepest * LEVEL - levelsBefore) / MEMORY;
        digest.change(2L * cell, worthBefore, worthPpm[cell]);
        digest.change(2L * cell + 1, levelsBefore, levels[cell]);
    }

    long digest() {
        return digest.value();
    }
}
