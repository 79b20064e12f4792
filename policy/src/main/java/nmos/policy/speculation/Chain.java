package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// Always `k` guesses one after the other, all of them verified.
final class Chain implements Speculation {
    private final DraftOrder model;
    private final DraftOrder lookup;
    private final DrafterChoice choice;

    Chain(SpeculationKnobs knobs, Facts facts) {
        if (knobs.k() < 0) {
            throw new IllegalArgumentException("a chain of " + knobs.k() + " guesses: k must not be negative");
        }
        model = knobs.k() == 0 ? NOTHING : DraftOrder.chain(Drafter.MODEL, knobs.k());
        lookup = knobs.k() == 0 ? NOTHING : DraftOrder.chain(Drafter.LOOKUP, knobs.k());
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
