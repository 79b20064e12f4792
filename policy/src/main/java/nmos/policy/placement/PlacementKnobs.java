package nmos.policy.placement;

import java.util.List;
import nmos.policy.experts.ExpertKnobs;
import org.jspecify.annotations.Nullable;

/// What may be set about placement. `rows`: the pass size to plan for. `pinBytes`: per tier, at most this much of the oracle
/// rests there (`Long.MAX_VALUE`: whatever fits). `slots`: per tier, how many streamed shards it has room for at a time.
/// `experts`: null where the model is none of experts.
public record PlacementKnobs(
        Placements kind, int rows, List<Long> pinBytes, List<Integer> slots, @Nullable ExpertKnobs experts) {
    /// For a dense model.
    public PlacementKnobs(Placements kind, int rows, List<Long> pinBytes, List<Integer> slots) {
        this(kind, rows, pinBytes, slots, null);
    }

    public PlacementKnobs {
        pinBytes = List.copyOf(pinBytes);
        slots = List.copyOf(slots);
    }
}
