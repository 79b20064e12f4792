package nmos.world.run;

import java.util.List;
import java.util.OptionalLong;
import nmos.world.ledger.Ledger;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Turn;

/// What a run came to, in nanoseconds and bytes.
///
/// `complete` is false for a run that was stopped. `stalledNs` is by hop, `lateBytes` and
/// `inTimeBytes` those of fetched shards that a compute waited for and did not,
/// `acceptanceByDepth` pairs of guesses tried and accepted. `kvStalledNs` is time computes stood still for KV alone,
/// `attentionLostPpm` the share of attention that would have gone to folded rows, where that is known.
public record RunOutcome(
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
        OptionalLong attentionLostPpm,
        Ledger ledger,
        long policyDigest) {

    /// What a drive, a link or a processor has done; `bytes` are those it moved.
    public record Device(String name, long bytes, long busyNs) {}

    public RunOutcome {
        turns = List.copyOf(turns);
        passes = List.copyOf(passes);
        devices = List.copyOf(devices);
        stalledNs = List.copyOf(stalledNs);
    }
}
