package nmos.policy.river;

import nmos.policy.Facts;

/// Fetches a shard when the pass stands before it, and not earlier: the baseline.
final class OnDemand implements River {
    OnDemand(RiverKnobs knobs, Facts facts) {}

    @Override
    public long startAtNs(long nowNs, int hop, int ahead, long bytes, boolean passRunning) {
        return passRunning && ahead == 0 ? nowNs : NEVER;
    }

    @Override
    public void landed(int hop, long bytes, long ns) {}

    @Override
    public void reached(long waitedNs, long idleNs, long computeNs) {}

    @Override
    public long digest() {
        return 0;
    }
}
