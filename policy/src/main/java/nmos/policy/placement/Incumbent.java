package nmos.policy.placement;

import org.jspecify.annotations.Nullable;

/// The best plan a search has found so far, and how long it may go on looking.
///
/// Plans are ranked by pass time, then by fewest shards computed below the apex, then by most bytes resident; the first
/// one found stands among equals.
final class Incumbent {
    private long ns = Long.MAX_VALUE;
    private int below;
    private long resident;
    private @Nullable Counts counts;
    private long spent;
    private long allowance;
    private boolean exhausted;

    /// Whether a plan this good would be better than the one that stands.
    boolean yieldsTo(long otherNs, int otherBelow, long otherResident) {
        if (otherNs != ns) {
            return otherNs < ns;
        }
        return otherBelow != below ? otherBelow < below : otherResident > resident;
    }

    void become(long newNs, int newBelow, long newResident, Counts newCounts) {
        ns = newNs;
        below = newBelow;
        resident = newResident;
        counts = newCounts;
    }

    /// Null as long as nothing feasible was found.
    @Nullable Counts counts() {
        return counts;
    }

    void allow(long more) {
        allowance += more;
    }

    /// Pays for one step; false when the allowance is spent.
    boolean step(int work) {
        if (spent >= allowance) {
            exhausted = true;
            return false;
        }
        spent += work;
        return true;
    }

    /// Whether the search saw everything, so that nothing better exists.
    boolean exact() {
        return !exhausted;
    }
}
