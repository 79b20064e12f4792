package nmos.policy.placement;

import nmos.policy.Facts;

/// Decides where shards rest and where they are computed.
public interface Placement {
    /// A pure function of facts and knobs.
    ///
    /// @throws PlacementException where the model cannot run within the budgets at all
    Plan plan(Facts facts, PlacementKnobs knobs);
}
