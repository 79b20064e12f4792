package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// Always the same number of children at each depth, all of them verified.
///
/// Prompt lookup knows one continuation and no alternatives, so it is asked for a chain that takes as many rows.
final class StaticTree implements Speculation {
    private final DraftOrder model;
    private final DraftOrder lookup;
    private final DrafterChoice choice;

    StaticTree(SpeculationKnobs knobs, Facts facts) {
        int[] widths = new int[knobs.widths().size()];
        for (int depth = 0; depth < widths.length; depth++) {
            widths[depth] = knobs.widths().get(depth);
            if (widths[depth] < 1) {
                throw new IllegalArgumentException(
                        "widths " + knobs.widths() + ": each depth of a tree needs at least one child");
            }
        }
        model = widths.length == 0 ? NOTHING : DraftOrder.levels(Drafter.MODEL, widths);
        lookup = widths.length == 0 ? NOTHING : DraftOrder.chain(Drafter.LOOKUP, model.nodes());
        choice = new DrafterChoice(knobs.drafting(), facts.draft());
    }

    @Override
    public DraftOrder order(PassCost cost) {
        return switch (choice.next()) {
            case MODEL -> model;
            case LOOKUP -> lookup;
        };
    }

    @Override
    public int keep(DraftOrder order, DraftTree tree, PassCost cost) {
        int kept = Math.min(tree.nodes(), order.nodes());
        choice.sending(order.drafter(), tree, cost.ns(kept + 1));
        return kept;
    }

    @Override
    public void learn(DraftOrder order, DraftTree tree, int sent, int accepted, int leaf) {
        choice.learn(order.drafter(), accepted);
    }

    @Override
    public long digest() {
        return choice.digest();
    }
}
