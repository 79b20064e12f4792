package nmos.scenarios;

import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.kv.KvKnobs;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.river.RiverKnobs;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.scenarios.claim.Claim;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.ModelShape;
import org.jspecify.annotations.Nullable;

/// One question to a simulator or a live engine, complete: every default is filled in and every name resolved.
///
/// `tokensPerSession` is how long a session's context may get; `retries` how often a failed fetch is tried again.
public record Scenario(
        String name,
        String about,
        Machine machine,
        ModelShape oracle,
        @Nullable Draft draft,
        PlacementKnobs placement,
        RiverKnobs river,
        SpeculationKnobs speculation,
        AnticipationKnobs anticipation,
        KvKnobs kv,
        int tokensPerSession,
        AttentionSpec attention,
        BatchingKnobs batching,
        int retries,
        AcceptanceSpec acceptance,
        Lookup lookup,
        Completion completion,
        RoutingSpec routing,
        ReplyMode reply,
        Workload workload,
        Faults faults,
        long seed,
        int replications,
        @Nullable Claim claim) {

    /// The draft model and the tier it lives in, as an index into the machine's tiers.
    public record Draft(ModelShape model, int tier) {}

    /// Prompt lookup: the share of tokens at which the prompt has something to offer, and the chance that each token
    /// offered is right.
    public record Lookup(int matchPpm, int acceptancePpm) {
        public static final Lookup NEVER = new Lookup(0, 0);
    }

    /// The draft completing a half-typed prompt: the chance that each token is the one that will be typed, and that it stops
    /// where the person will.
    public record Completion(int tokenPpm, int endPpm) {
        public static final Completion NEVER = new Completion(0, 0);
    }

    /// The same with other anticipation.
    public Scenario anticipating(AnticipationKnobs other) {
        return new Scenario(name, about, machine, oracle, draft, placement, river, speculation, other, kv, tokensPerSession, attention,
                batching, retries, acceptance, lookup, completion, routing, reply, workload, faults, seed, replications, claim);
    }

    /// The same with other guesses.
    public Scenario accepting(AcceptanceSpec other) {
        return new Scenario(name, about, machine, oracle, draft, placement, river, speculation, anticipation, kv, tokensPerSession, attention,
                batching, retries, other, lookup, completion, routing, reply, workload, faults, seed, replications, claim);
    }

    /// The scenario as a file that [ScenarioLoader] reads back to an equal one, with machine and shapes written out.
    public String toYaml() {
        return ScenarioText.of(this);
    }
}
