package nmos.policy.placement;

import nmos.policy.Facts;

/// Fills the fastest tier with whole layers, then the one below, and streams the rest from storage; the highest tier that
/// computes does it all. Of the ways to fill, the one with the least pass time ([PassTime]), then with most bytes resident.
///
/// Parts of the head are streamed; only where all layers are resident do they share the room left.
final class Pinned implements Placement {
    @Override
    public Plan plan(Facts facts, PlacementKnobs knobs) {
        return Search.plan(Chain.of(facts, knobs), false);
    }
}
