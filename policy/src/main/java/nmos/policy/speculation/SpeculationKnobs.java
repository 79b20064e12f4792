package nmos.policy.speculation;

import java.util.List;

/// What may be set about speculation. `k`: length of a chain. `widths`: children per node at each depth of a static tree.
/// `maxNodes`, `maxDepth`, `branch`: bounds of an adaptive tree. `whilePass`: the draft model goes on while its tree is in a
/// pass.
public record SpeculationKnobs(
        Speculations kind, Drafting drafting, int k, List<Integer> widths, int maxNodes, int maxDepth, int branch,
        boolean whilePass) {

    /// Which drafters the policy may use.
    public enum Drafting {
        MODEL,
        LOOKUP,
        /// Both, whichever has lately yielded more tokens for its time.
        EITHER
    }

    public SpeculationKnobs {
        widths = List.copyOf(widths);
    }
}
