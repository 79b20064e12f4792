package nmos.policy.speculation;

import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// The tree that promises the most verified tokens per second: (1 + the sum of the kept nodes' chances to be reached and
/// right) / (time to draft + time of a pass of one row more than nodes).
///
/// It chooses twice. Before drafting, from what trees of each size have lately been worth ([TreeSizes]); when the guesses
/// are there, from their own confidences, corrected by what such confidences turned out to be worth ([Calibration]). When
/// a pass of many rows costs no more than one of one row, as with streamed weights, this sends large trees; where rows are
/// dear, small ones or none. Some passes probe: they order more than seems best, and send at least one node, so that a bad
/// spell is not for ever.
final class AdaptiveTree implements Speculation {
    private static final int MAX_NODES = 4_096;
    /// Passes of the draft model between probes: twice as many after each, from the first pass on, up to the former where
    /// drafting pays, and up to the latter where it does not.
    private static final int GAP = 16;
    private static final int IDLE_GAP = 128;
    private static final long PPM = 1_000_000;

    private static final int GAP_NOW = 1;
    private static final int TO_GO = 2;
    private static final int PROBING = 3;
    private static final int ENCOURAGED = 4;

    private final DrafterChoice choice;
    private final DraftCost draftCost;
    private final TreeSizes sizes;
    private final DraftOrder lookup;
    private final boolean mayLookUp;
    private final Calibration[] calibrations = new Calibration[Drafter.values().length];

    /// Passes between this probe and the next, and how many of them are left.
    private int gap = 1;
    private int toGo;
    private boolean probing;
    /// A probe's guess that was thought likelier wrong was right, so the next pass probes again.
    private boolean encouraged;
    private final Digest digest = new Digest();

    /// About the tree at hand, by node: depth, chance to be reached and right, and (when it is known) whether it was.
    private final int[] depth;
    private final long[] reachPpm;
    private final boolean[] right;

    AdaptiveTree(SpeculationKnobs knobs, Facts facts) {
        if (knobs.maxNodes() < 1 || knobs.maxNodes() > MAX_NODES || knobs.maxDepth() < 1 || knobs.branch() < 1) {
            throw new IllegalArgumentException("an adaptive tree of maxNodes " + knobs.maxNodes() + ", maxDepth "
                    + knobs.maxDepth() + ", branch " + knobs.branch() + ": each must be at least 1, maxNodes at most "
                    + MAX_NODES);
        }
        choice = new DrafterChoice(knobs.drafting(), facts.draft());
        draftCost = new DraftCost(facts.draft());
        sizes = new TreeSizes(knobs.maxNodes(), knobs.maxDepth(), knobs.branch(), draftCost);
        lookup = DraftOrder.chain(Drafter.LOOKUP, Math.min(knobs.maxNodes(), knobs.maxDepth()));
        mayLookUp = knobs.drafting() != SpeculationKnobs.Drafting.MODEL;
        for (int drafter = 0; drafter < calibrations.length; drafter++) {
            calibrations[drafter] = new Calibration();
        }
        depth = new int[knobs.maxNodes()];
        reachPpm = new long[knobs.maxNodes()];
        right = new boolean[knobs.maxNodes()];
    }

    @Override
    public DraftOrder order(PassCost cost) {
        return switch (choice.next()) {
            case LOOKUP -> {
                note(false, false);
                yield lookup;
            }
            case MODEL -> fromModel(cost);
        };
    }

    private DraftOrder fromModel(PassCost cost) {
        boolean probe = encouraged || toGo == 0;
        DraftOrder best = sizes.best(cost);
        if (toGo == 0) {
            waitFor(Math.min(2 * gap, best.nodes() == 0 ? IDLE_GAP : GAP));
        } else {
            count(toGo - 1);
        }
        note(probe, false);
        if (probe) {
            return sizes.probe(cost);
        }
        // Looking up costs nothing, so it is never better to ask nobody.
        return best.nodes() == 0 && mayLookUp ? lookup : best;
    }

    @Override
    public int keep(DraftOrder order, DraftTree tree, PassCost cost) {
        int nodes = foresee(order.drafter(), tree, tree.nodes());
        if (order.drafter() == Drafter.MODEL) {
            sizes.learn(order, nodes, depth, reachPpm);
        }
        int kept = bestPrefix(nodes, draftCost.ns(order.drafter(), tree), cost);
        if (probing && nodes > 0) {
            kept = Math.max(kept, 1);
        }
        choice.sending(order.drafter(), tree, cost.ns(kept + 1));
        return kept;
    }

    private int bestPrefix(int nodes, long draftNs, PassCost cost) {
        int best = 0;
        long tokens = PPM;
        long bestTokens = PPM;
        long bestNs = draftNs + cost.ns(1);
        for (int n = 1; n <= nodes; n++) {
            tokens += reachPpm[n - 1];
            long ns = draftNs + cost.ns(n + 1);
            if (Rates.higher(tokens, ns, bestTokens, bestNs)) {
                best = n;
                bestTokens = tokens;
                bestNs = ns;
            }
        }
        return best;
    }

    /// Fills [#depth] and [#reachPpm] for the first nodes, and says for how many.
    private int foresee(Drafter drafter, DraftTree tree, int count) {
        Calibration calibration = calibrations[drafter.ordinal()];
        int nodes = Math.min(count, depth.length);
        for (int i = 0; i < nodes; i++) {
            int parent = tree.parent()[i];
            depth[i] = parent < 0 ? 1 : depth[parent] + 1;
            long parentPpm = parent < 0 ? PPM : reachPpm[parent];
            reachPpm[i] = parentPpm * calibration.rightPpm(tree.confidencePpm()[i], depth[i]) / PPM;
        }
        return nodes;
    }

    @Override
    public void learn(DraftOrder order, DraftTree tree, int sent, int accepted, int leaf) {
        int nodes = foresee(order.drafter(), tree, sent);
        for (int i = 0; i < nodes; i++) {
            right[i] = false;
        }
        for (int i = leaf; i >= 0; i = tree.parent()[i]) {
            right[i] = true;
        }
        note(probing, probing && accepted > 0 && reachPpm[0] < PPM / 2);
        Calibration calibration = calibrations[order.drafter().ordinal()];
        for (int i = 0; i < nodes; i++) {
            int parent = tree.parent()[i];
            if (parent < 0 || right[parent]) {
                calibration.learn(tree.confidencePpm()[i], depth[i], right[i]);
            }
        }
        choice.learn(order.drafter(), accepted);
    }

    private void waitFor(int passes) {
        digest.change(GAP_NOW, gap, passes);
        gap = passes;
        count(passes - 1);
    }

    private void count(int left) {
        digest.change(TO_GO, toGo, left);
        toGo = left;
    }

    private void note(boolean probe, boolean again) {
        digest.change(PROBING, probing ? 1 : 0, probe ? 1 : 0);
        digest.change(ENCOURAGED, encouraged ? 1 : 0, again ? 1 : 0);
        probing = probe;
        encouraged = again;
    }

    @Override
    public long digest() {
        return Digest.mix(1, digest.value())
                + Digest.mix(2, choice.digest())
                + Digest.mix(3, sizes.digest())
                + Digest.mix(4, calibrations[Drafter.MODEL.ordinal()].digest())
                + Digest.mix(5, calibrations[Drafter.LOOKUP.ordinal()].digest());
    }
}
