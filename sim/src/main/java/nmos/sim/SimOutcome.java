package nmos.sim;

import java.util.List;
import nmos.sim.station.Books;
import nmos.world.ledger.Ledger;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Turn;

/// What a simulated run came to, in nanoseconds and bytes.
///
/// `complete` is false for a run that was stopped. `stalledNs` is by hop, `lateBytes` and
/// `inTimeBytes` those of fetched shards that a compute waited for and did not,
/// `acceptanceByDepth` pairs of guesses tried and accepted. `lastDraw` is one more random number, drawn at the
/// end: two runs that agree on it drew as many before. `kvStalledNs` is time computes stood still for KV alone,
/// `attentionLostPpm` the share of attention that would have gone to folded rows.
public record SimOutcome(
        boolean complete,
        List<Turn> turns,
        List<Pass> passes,
        long endNs,
        List<Device> devices,
        List<Long> stalledNs,
        long lateBytes,
        long inTimeBytes,
        List<long[]> acceptanceByDepth,
        long kvStalledNs,
        long attentionLostPpm,
        Ledger ledger,
        long policyDigest,
        long lastDraw) {

    /// One station with its accounts.
    public record Device(String name, Books books) {}

    public SimOutcome {
        turns = List.copyOf(turns);
        passes = List.copyOf(passes);
        devices = List.copyOf(devices);
        stalledNs = List.copyOf(stalledNs);
    }
}
