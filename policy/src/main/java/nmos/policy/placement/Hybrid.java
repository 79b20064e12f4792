package nmos.policy.placement;

import nmos.policy.Facts;

/// Like [Pinned], but tiers below the top that compute (the CPU) may compute in place what rests in them, where that
/// shortens the pass: memory is read faster than the link carries it. Among equal pass times the fewest such shards, then
/// the most bytes resident.
///
/// Only what rests in such a tier is computed there: a shard that is streamed goes on to the top, even where the link is
/// slower than storage.
final class Hybrid implements Placement {
    @Override
    public Plan plan(Facts facts, PlacementKnobs knobs) {
        return Search.plan(Chain.of(facts, knobs), true);
    }
}
