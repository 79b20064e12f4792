package nmos.policy.batching;

/// Decides whose rows go into the next pass.
public interface Batching {
    /// Negative if session `a` goes before session `b`, positive if after; 0 leaves it to the order of the submits.
    int compare(Turns turns, int a, int b);

    /// Whether a turn, once served, goes on alone to its end. If not, sessions share passes, and a session that was
    /// passed over too often goes first whatever the order says.
    default boolean alone() {
        return false;
    }
}
