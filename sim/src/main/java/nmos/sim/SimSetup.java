package nmos.sim;

import java.util.List;
import nmos.policy.Facts;
import nmos.scenarios.AttentionSpec;
import nmos.scenarios.ReplyMode;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import org.jspecify.annotations.Nullable;

/// Everything a simulated world is made of, besides the policy.
///
/// `hops[h]` serves hop `h` upwards. `hostNsPerCommand` is what the engine spends on each command, one after the other;
/// `attention` says where attention falls, if anybody wants to know.
public record SimSetup(
        Facts facts,
        List<Hop> hops,
        long chunkBytes,
        long hostNsPerCommand,
        Workload workload,
        AcceptanceSpec acceptance,
        Scenario.Completion completion,
        FaultRates faults,
        long seed,
        int replication,
        @Nullable AttentionSpec attention,
        ReplyMode reply) {

    /// A world that tells nobody where attention falls.
    public SimSetup(
            Facts facts,
            List<Hop> hops,
            long chunkBytes,
            long hostNsPerCommand,
            Workload workload,
            AcceptanceSpec acceptance,
            Scenario.Completion completion,
            FaultRates faults,
            long seed,
            int replication) {
        this(facts, hops, chunkBytes, hostNsPerCommand, workload, acceptance, completion, faults, seed, replication, null, ReplyMode.ORACLE);
    }

    /// How fast a hop is upwards and downwards, and how many transfers it takes at a time.
    public record Hop(Rate up, Rate down, int depth) {}

    public SimSetup {
        hops = List.copyOf(hops);
    }
}
