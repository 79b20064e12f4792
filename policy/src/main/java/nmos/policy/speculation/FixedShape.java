package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// Asks for the same shape before every pass and sends all of what comes back.
abstract class FixedShape implements Speculation {
    private final DraftOrder model;
    private final DraftOrder lookup;
    private final DrafterChoice choice;

    FixedShape(DraftOrder model, DraftOrder lookup, SpeculationKnobs knobs, Facts facts) {
        this.model = model;
        this.lookup = lookup;
        choice = new DrafterChoice(knobs.drafting(), facts.draft());
    }

    @Override
    public final DraftOrder order(PassCost cost) {
        return switch (choice.next()) {
            case MODEL -> model;
            case LOOKUP -> lookup;
        };
    }

    @Override
    public final int keep(DraftOrder order, DraftTree tree, PassCost cost) {
        int kept = Math.min(tree.nodes(), order.nodes());
        choice.sending(order.drafter(), tree, cost.ns(kept + 1));
        return kept;
    }

    @Override
    public final void learn(DraftOrder order, DraftTree tree, int sent, int accepted, int leaf) {
        choice.learn(order.drafter(), accepted);
    }

    @Override
    public final long digest() {
        return choice.digest();
    }
}
