package nmos.world.acceptance;

import java.util.Arrays;
import java.util.PriorityQueue;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;

/// Grows the tree that an order describes out of a drafter's guesses, and remembers which nodes are right.
///
/// Chains and levels come depth by depth, siblings by rank; best-first trees come by falling chance to be reached, the
/// product of the confidences on the way, the earlier offer first among equals. Each prefix is a tree in every form.
final class Growth {
    private static final int ROOT = -1;
    /// Chances to be reached are fractions of this.
    private static final long ONE = 1L << 40;
    private static final long PPM = 1_000_000;

    private final Guesses guesses;
    private final Cursor at;
    private final DraftOrder order;
    /// Where the growth starts: how many guesses below the last known token, and on which branch.
    private final int startAhead;
    private final long startBranch;

    private final int[] parent;
    private final int[] confidencePpm;
    private final int[] depth;
    private final long[] reach;
    private final long[] branch;
    private int nodes;

    private final int[] rightPath;
    private int right;

    private final int[] choicesPpm = new int[Guesses.CHOICES];

    private Growth(Guesses guesses, Cursor at, DraftOrder order, int startAhead, long startBranch) {
        this.guesses = guesses;
        this.at = at;
        this.order = order;
        this.startAhead = startAhead;
        this.startBranch = startBranch;
        parent = new int[order.nodes()];
        confidencePpm = new int[order.nodes()];
        depth = new int[order.nodes()];
        reach = new long[order.nodes()];
        branch = new long[order.nodes()];
        rightPath = new int[Math.min(order.nodes(), order.depth())];
    }

    static Draft grow(Guesses guesses, Cursor at, DraftOrder order) {
        return order.nodes() == 0 || !guesses.speaks(at)
                ? new Draft(at, DraftTree.EMPTY, new int[0])
                : new Growth(guesses, at, order, 0, 0).grown();
    }

    /// More below the likeliest leaf among the first `sent` nodes of a draft, as if it will be accepted.
    static Draft extend(Guesses guesses, Draft draft, int sent, DraftOrder order) {
        DraftTree old = draft.tree();
        int leaf = LikeliestLeaf.of(old, sent);
        if (leaf < 0 || order.nodes() == 0) {
            return draft;
        }
        int depth = depth(old, leaf);
        int at = Arrays.binarySearch(draft.rightPath(), leaf);
        boolean goesOn = at >= 0 && at == draft.rightPath().length - 1;
        // Below a wrong guess, or where the draft has other nodes already, nothing that is added is right.
        Draft more = new Growth(guesses, draft.at(), order, depth, goesOn ? 0 : leaf * 2L + 1).grown();
        int nodes = old.nodes();
        int added = more.tree().nodes();
        int[] parents = Arrays.copyOf(old.parent(), nodes + added);
        int[] confidences = Arrays.copyOf(old.confidencePpm(), nodes + added);
        for (int node = 0; node < added; node++) {
            int parent = more.tree().parent()[node];
            parents[nodes + node] = parent < 0 ? leaf : nodes + parent;
            confidences[nodes + node] = more.tree().confidencePpm()[node];
        }
        int known = draft.rightPath().length;
        int[] path = Arrays.copyOf(draft.rightPath(), known + more.rightPath().length);
        for (int i = 0; i < more.rightPath().length; i++) {
            path[known + i] = nodes + more.rightPath()[i];
        }
        return new Draft(draft.at(), new DraftTree(parents, confidences), path);
    }

    private static int depth(DraftTree tree, int node) {
        int depth = 0;
        for (int n = node; n >= 0; n = tree.parent()[n]) {
            depth++;
        }
        return depth;
    }

    private Draft grown() {
        switch (order.form()) {
            case CHAIN -> level(ROOT, ROOT + 1, 1, d -> 1);
            case LEVELS -> level(ROOT, ROOT + 1, 1, d -> order.widths()[d]);
            case BEST_FIRST -> bestFirst();
        }
        DraftTree tree = new DraftTree(Arrays.copyOf(parent, nodes), Arrays.copyOf(confidencePpm, nodes));
        return new Draft(at, tree, Arrays.copyOf(rightPath, right));
    }

    private interface Width {
        int at(int depth);
    }

    /// Gives the nodes `from..to-1` (depth `childDepth - 1`) their children, then these theirs.
    private void level(int from, int to, int childDepth, Width width) {
        int first = from;
        int end = to;
        for (int deep = childDepth; deep <= order.depth() && first < end; deep++) {
            int start = nodes;
            for (int node = first; node < end; node++) {
                int choices = choices(node);
                for (int rank = 0; rank < Math.min(width.at(deep - 1), choices) && nodes < parent.length; rank++) {
                    add(node, rank, choicesPpm[rank]);
                }
            }
            first = start;
            end = nodes;
        }
    }

    /// A guess not yet taken up: the `rank`th choice after `parent`, offered as number `offer`.
    private record Candidate(int parent, int rank, int confidencePpm, long reach, int offer) {}

    private void bestFirst() {
        PriorityQueue<Candidate> frontier = new PriorityQueue<>((a, b) ->
                a.reach != b.reach ? Long.compare(b.reach, a.reach) : Integer.compare(a.offer, b.offer));
        int offers = offer(frontier, ROOT, 0);
        while (nodes < parent.length && !frontier.isEmpty()) {
            Candidate best = frontier.remove();
            int node = add(best.parent, best.rank, best.confidencePpm);
            if (depth[node] < order.depth()) {
                offers = offer(frontier, node, offers);
            }
        }
    }

    private int offer(PriorityQueue<Candidate> frontier, int node, int offers) {
        int children = Math.min(order.branch(), choices(node));
        for (int rank = 0; rank < children; rank++) {
            frontier.add(new Candidate(node, rank, choicesPpm[rank], reach(node, choicesPpm[rank]), offers + rank));
        }
        return offers + children;
    }

    private int choices(int node) {
        return node == ROOT
                ? guesses.confidences(at, startAhead, startBranch, choicesPpm)
                : guesses.confidences(at, startAhead + depth[node], branch[node], choicesPpm);
    }

    private long reach(int node, int ppm) {
        return (node == ROOT ? ONE : reach[node]) * ppm / PPM;
    }

    private int add(int node, int rank, int ppm) {
        int deep = node == ROOT ? 0 : depth[node];
        int ahead = startAhead + deep;
        int child = nodes++;
        parent[child] = node;
        confidencePpm[child] = ppm;
        depth[child] = deep + 1;
        reach[child] = reach(node, ppm);
        long way = node == ROOT ? startBranch : branch[node];
        if (way == 0 && rank == guesses.truth(at, ahead)) {
            rightPath[right++] = child;
        } else {
            // The same from wherever it was drafted, and never 0, which is the true text's.
            branch[child] = Draws.mix(way + at.position() + ahead, rank) | 1;
        }
        return child;
    }
}
