package nmos.policy.river;

/// Decides when the next fetch on a hop starts. Order is not its business: fetches follow the cyclic scan.
public interface River {
    /// Never, as things stand.
    long NEVER = Long.MAX_VALUE;

    /// When to start fetching the shard that comes `ahead` shards after the one the pass computes next, on hop `hop`:
    /// at or before `nowNs` for at once, later to be asked again then, [#NEVER] to wait for something to happen.
    /// `passRunning` tells whether a pass is waiting for shards at all.
    long startAtNs(long nowNs, int hop, int ahead, long bytes, boolean passRunning);

    /// A fetch of `bytes` on `hop` took `ns` from its command to its landing.
    void landed(int hop, long bytes, long ns);

    /// The pass reached its next shard: `waitedNs` went by because the shard had not landed (0: it was there in time, and
    /// had been for `idleNs`); computing it took `computeNs`.
    void reached(long waitedNs, long idleNs, long computeNs);

    /// Hash of everything learnt, kept incrementally.
    long digest();
}
