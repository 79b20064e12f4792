package nmos.live.draft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;

/// Grows the tree that an order describes out of a guesser's choices, in the order in which the simulated world grows its own.
///
/// Chains and levels come depth by depth, siblings by choice; best-first trees come by falling chance to be reached, the
/// product of the confidences on the way, the earlier offer first among equals. Each prefix is a tree in every form.
final class Growth {
    private final Guesser guesser;
    private final DraftOrder order;
    private final int depth;
    private final Guess root;
    private final List<Guess> taken = new ArrayList<>();

    private Growth(Guesser guesser, DraftOrder order, int depth, Guess root) {
        this.guesser = guesser;
        this.order = order;
        this.depth = Math.min(order.depth(), depth);
        this.root = root;
    }

    /// Nothing where the guesser was stopped. `depth`: as deep as there is room for.
    static Optional<TokenTree> grow(Guesser guesser, DraftOrder order, int depth, Guess root) {
        var growth = new Growth(guesser, order, depth, root);
        boolean whole = switch (order.form()) {
            case CHAIN, LEVELS -> growth.levels();
            case BEST_FIRST -> growth.bestFirst();
        };
        return whole ? Optional.of(growth.tree()) : Optional.empty();
    }

    private boolean full() {
        return taken.size() >= order.nodes();
    }

    private void take(Guess guess) {
        guess.node = taken.size();
        taken.add(guess);
    }

    private static List<Guess> next(Guess guess) {
        List<Guess> next = guess.next;
        return next == null ? List.of() : next;
    }

    private boolean levels() {
        List<Guess> level = List.of(root);
        for (int deep = 0; deep < depth && !full() && !level.isEmpty(); deep++) {
            int width = order.form() == DraftOrder.Form.CHAIN ? 1 : order.widths()[deep];
            if (width < 1) {
                return true;
            }
            if (!guesser.ask(level, width)) {
                return false;
            }
            int first = taken.size();
            for (Guess guess : level) {
                for (Guess child : next(guess)) {
                    if (!full()) {
                        take(child);
                    }
                }
            }
            level = List.copyOf(taken.subList(first, taken.size()));
        }
        return true;
    }

    private boolean bestFirst() {
        if (full() || depth == 0 || order.branch() < 1) {
            return true;
        }
        var frontier = new PriorityQueue<Guess>((a, b) ->
                a.reach != b.reach ? Long.compare(b.reach, a.reach) : Integer.compare(a.offer, b.offer));
        if (!guesser.ask(List.of(root), order.branch())) {
            return false;
        }
        int offers = offer(frontier, root, 0);
        while (!full() && !frontier.isEmpty()) {
            Guess best = frontier.remove();
            take(best);
            if (best.depth == depth || full()) {
                continue;
            }
            if (best.next == null && !guesser.ask(certain(best, frontier), order.branch())) {
                return false;
            }
            offers = offer(frontier, best, offers);
        }
        return true;
    }

    private static int offer(PriorityQueue<Guess> frontier, Guess parent, int offers) {
        int count = offers;
        for (Guess child : next(parent)) {
            child.offer = count++;
            frontier.add(child);
        }
        return count;
    }

    /// The guess just taken, and those on the frontier that are sure to be taken and to be asked about, whatever the answers
    /// are: so they can share a pass, and none is asked in vain. Confidences of guesses at one depth below one guess add up to
    /// its own at the most, so of those that have a chance of `r` to come, one that is reached with chance `R` has at most
    /// `R / r` at each depth.
    private List<Guess> certain(Guess best, PriorityQueue<Guess> frontier) {
        var batch = new ArrayList<>(List.of(best));
        var before = new ArrayList<>(List.of(best));
        var queue = new ArrayList<>(frontier);
        queue.sort(frontier.comparator());
        int left = order.nodes() - taken.size();
        for (Guess guess : queue) {
            long sooner = before.size() - 1L;
            for (Guess other : before) {
                sooner += guess.reach == 0 ? left : other.reach / guess.reach * (depth - other.depth);
            }
            // One more than those before it and itself: the last node of a tree is not asked about.
            if (sooner + 1 >= left) {
                break;
            }
            if (guess.depth < depth && guess.next == null) {
                batch.add(guess);
            }
            before.add(guess);
        }
        return Collections.unmodifiableList(batch);
    }

    private TokenTree tree() {
        int nodes = taken.size();
        int[] tokens = new int[nodes];
        int[] parents = new int[nodes];
        int[] confidences = new int[nodes];
        var proposals = new Proposal[nodes + 1];
        proposals[0] = root.proposal;
        for (Guess guess : taken) {
            Guess parent = guess.parent;
            tokens[guess.node] = guess.token;
            parents[guess.node] = parent == null ? TokenTree.ROOT : parent.node;
            confidences[guess.node] = guess.ppm;
            proposals[guess.node + 1] = guess.proposal;
        }
        return new TokenTree(tokens, new DraftTree(parents, confidences), proposals);
    }
}
