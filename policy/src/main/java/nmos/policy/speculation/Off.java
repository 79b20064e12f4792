package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;

/// One verified token a pass.
final class Off implements Speculation {
    Off(SpeculationKnobs knobs, Facts facts) {}

    @Override
    public DraftOrder order(PassCost cost) {
        return NOTHING;
    }

    @Override
    public int keep(DraftOrder order, DraftTree tree, PassCost cost) {
        return 0;
    }

    @Override
    public void learn(DraftOrder order, DraftTree tree, int sent, int accepted, int leaf) {}

    @Override
    public long digest() {
        return 0;
    }
}
