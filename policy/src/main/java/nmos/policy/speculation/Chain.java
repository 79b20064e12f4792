package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.Facts;

/// Always `k` guesses one after the other, all of them verified.
final class Chain extends FixedShape {
    Chain(SpeculationKnobs knobs, Facts facts) {
        super(order(knobs, Drafter.MODEL), order(knobs, Drafter.LOOKUP), knobs, facts);
    }

    private static DraftOrder order(SpeculationKnobs knobs, Drafter drafter) {
        if (knobs.k() < 0) {
            throw new IllegalArgumentException("a chain of " + knobs.k() + " guesses: k must not be negative");
        }
        return knobs.k() == 0 ? NOTHING : DraftOrder.chain(drafter, knobs.k());
    }
}
