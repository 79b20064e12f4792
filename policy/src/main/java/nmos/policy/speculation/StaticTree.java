package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.Facts;

/// Always the same number of children at each depth, all of them verified.
///
/// Prompt lookup knows one continuation and no alternatives, so it is asked for a chain that takes as many rows.
final class StaticTree extends FixedShape {
    StaticTree(SpeculationKnobs knobs, Facts facts) {
        this(tree(knobs), knobs, facts);
    }

    private StaticTree(DraftOrder model, SpeculationKnobs knobs, Facts facts) {
        super(model, model.nodes() == 0 ? NOTHING : DraftOrder.chain(Drafter.LOOKUP, model.nodes()), knobs, facts);
    }

    private static DraftOrder tree(SpeculationKnobs knobs) {
        int[] widths = new int[knobs.widths().size()];
        for (int depth = 0; depth < widths.length; depth++) {
            widths[depth] = knobs.widths().get(depth);
            if (widths[depth] < 1) {
                throw new IllegalArgumentException(
                        "widths " + knobs.widths() + ": each depth of a tree needs at least one child");
            }
        }
        return widths.length == 0 ? NOTHING : DraftOrder.levels(Drafter.MODEL, widths);
    }
}
