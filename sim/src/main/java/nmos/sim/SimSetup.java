package nmos.sim;

import java.util.List;
import nmos.policy.Facts;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;

/// Everything a simulated world is made of, besides the policy.
///
/// `hops[h]` serves hop `h` upwards. `hostNsPerCommand` is what the engine spends on each command, one after the other.
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
        int replication) {

    /// How fast a hop is upwards and downwards, and how many transfers it takes at a time.
    public record Hop(Rate up, Rate down, int depth) {}

    public SimSetup {
        hops = List.copyOf(hops);
    }
}
