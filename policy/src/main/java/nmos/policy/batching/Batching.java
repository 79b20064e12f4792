package nmos.policy.batching;

/// Decides whose rows go into the next pass.
public interface Batching {
    /// Of the sessions that have work, in the order of their submits, which one goes next. `last` served the pass before
    /// and is among `waiting` if it has more to do (-1: none).
    int next(int[] waiting, int count, int last);
}
