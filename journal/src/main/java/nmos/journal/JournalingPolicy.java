package nmos.journal;

import nmos.policy.Commands;
import nmos.policy.Policy;
import nmos.policy.Signal;

/// A policy that is written down as it works: the world feeds it like any other and sees the same commands.
public final class JournalingPolicy implements Policy {
    private final Policy policy;
    private final JournalWriter journal;

    /// The journal remains the caller's to close.
    public JournalingPolicy(Policy policy, JournalWriter journal) {
        this.policy = policy;
        this.journal = journal;
    }

    @Override
    public void on(long nowNs, Signal signal, Commands out) {
        policy.on(nowNs, signal, journal.begin(nowNs, signal, out));
        journal.end(policy.wakeAtNs(), policy.digest());
    }

    @Override
    public long wakeAtNs() {
        return policy.wakeAtNs();
    }

    @Override
    public long digest() {
        return policy.digest();
    }
}
