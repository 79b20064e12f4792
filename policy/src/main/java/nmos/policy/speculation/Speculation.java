package nmos.policy.speculation;

import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;

/// Decides for one session what to draft before the next pass and how much of the answer to send along.
public interface Speculation {
    /// Time the oracle is expected to need for a pass of so many rows, from first fetch waited for to last row computed.
    interface PassCost {
        long ns(int rows);
    }

    /// What to draft now; [#NOTHING] for none.
    DraftOrder order(PassCost cost);

    /// How many nodes of the answer go into the pass, from the front.
    int keep(DraftOrder order, DraftTree tree, PassCost cost);

    /// What the oracle said: of the `sent` nodes, `accepted` up to and including `leaf` (-1: none) were right.
    void learn(DraftOrder order, DraftTree tree, int sent, int accepted, int leaf);

    /// Hash of everything learnt, kept incrementally.
    long digest();

    DraftOrder NOTHING = DraftOrder.chain(DraftOrder.Drafter.MODEL, 0);
}
