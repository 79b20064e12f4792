package nmos.sim;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import nmos.policy.Facts;
import nmos.scenarios.AttentionSpec;
import nmos.scenarios.ReplyMode;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.modelled.Routers;
import org.jspecify.annotations.Nullable;

/// Everything a simulated world is made of, besides the policy.
///
/// `hops[h]` serves hop `h` upwards, `places[t]` says who computes in tier `t`. `hostNsPerCommand` is what the engine spends on each command, one after the other;
/// `attention` says where attention falls, if anybody wants to know; `routers` where rows go in a mixture of experts.
public record SimSetup(
        Facts facts,
        List<Hop> hops,
        List<Place> places,
        long chunkBytes,
        long hostNsPerCommand,
        Workload workload,
        AcceptanceSpec acceptance,
        Scenario.Completion completion,
        FaultRates faults,
        long seed,
        int replication,
        @Nullable AttentionSpec attention,
        ReplyMode reply,
        Routers routers) {

    /// A world that tells nobody where attention falls, each tier with a processor of its own that copies do not disturb.
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
        this(facts, hops, Place.each(facts), chunkBytes, hostNsPerCommand, workload, acceptance, completion, faults, seed, replication, null, ReplyMode.ORACLE, Routers.DRAWN);
    }

    /// How fast a hop is upwards and downwards, and how many transfers it takes at a time.
    public record Hop(Rate up, Rate down, int depth) {}

    /// Who computes in a tier: tiers that name the same processor share it. `lostPpm[h]`: the share of its speed that is lost
    /// while hop `h` moves something, either way.
    public record Place(int processor, List<Integer> lostPpm) {
        public Place {
            lostPpm = List.copyOf(lostPpm);
        }

        /// One that nothing disturbs.
        public static Place undisturbed(int processor, int hops) {
            return new Place(processor, Collections.nCopies(hops, 0));
        }

        boolean disturbed() {
            return lostPpm.stream().anyMatch(lost -> lost > 0);
        }

        static List<Place> each(Facts facts) {
            return IntStream.range(0, facts.tiers().size())
                    .mapToObj(tier -> undisturbed(tier, facts.hops().size()))
                    .toList();
        }
    }

    public SimSetup {
        places = List.copyOf(places);
        hops = List.copyOf(hops);
    }
}
