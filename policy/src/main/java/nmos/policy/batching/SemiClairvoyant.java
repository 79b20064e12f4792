package nmos.policy.batching;

/// Least attained service while little is known of a turn, then least service expected.
///
/// How many tokens its passes yield is what tells turns under speculation apart, and it takes a few passes to see. Until
/// then a turn stands with those that had as little service; from then on it is expected to go on as it did. The idea is
/// that of LAPS-SD (arXiv:2505.17074), with two queues instead of many.
final class SemiClairvoyant implements Batching {
    /// Passes after which a turn's yield is taken to be known.
    private static final int KNOWN_AFTER = 4;

    @Override
    public int compare(Turns turns, int a, int b) {
        boolean knownA = turns.passes(a) >= KNOWN_AFTER;
        boolean knownB = turns.passes(b) >= KNOWN_AFTER;
        if (knownA != knownB) {
            return knownA ? 1 : -1;
        }
        return knownA
                ? Long.compare(ShortestRemaining.passesLeft(turns, a), ShortestRemaining.passesLeft(turns, b))
                : Integer.compare(turns.passes(a), turns.passes(b));
    }
}
