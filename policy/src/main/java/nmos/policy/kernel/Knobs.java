package nmos.policy.kernel;

import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.kv.KvKnobs;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.river.RiverKnobs;
import nmos.policy.speculation.SpeculationKnobs;

/// Everything that may be set about a policy. `retries`: how often a failed fetch is tried again before its turn fails.
public record Knobs(
        PlacementKnobs placement,
        RiverKnobs river,
        SpeculationKnobs speculation,
        AnticipationKnobs anticipation,
        KvKnobs kv,
        BatchingKnobs batching,
        int retries) {}
