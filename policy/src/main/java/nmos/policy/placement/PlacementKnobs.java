package nmos.policy.placement;

import java.util.List;

/// What may be set about placement. `rows`: the pass size to plan for. `pinBytes`: per tier, at most this much of the oracle
/// rests there (`Long.MAX_VALUE`: whatever fits). `slots`: per tier, how many streamed shards it has room for at a time.
public record PlacementKnobs(Placements kind, int rows, List<Long> pinBytes, List<Integer> slots) {
    public PlacementKnobs {
        pinBytes = List.copyOf(pinBytes);
        slots = List.copyOf(slots);
    }
}
