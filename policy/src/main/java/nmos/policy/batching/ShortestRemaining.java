package nmos.policy.batching;

/// The turn that is expected to need the fewest passes more goes first.
///
/// A reply is expected to get as long as replies were on average, and to go on for one pass more once it is longer.
final class ShortestRemaining implements Batching {
    private static final long PPM = 1_000_000;

    @Override
    public int compare(Turns turns, int a, int b) {
        return Long.compare(passesLeft(turns, a), passesLeft(turns, b));
    }

    /// In millionths of a pass.
    static long passesLeft(Turns turns, int session) {
        long prompt = ((long) turns.promptRows(session) + turns.maxRows() - 1) / turns.maxRows();
        long tokens = Math.max(1, turns.meanReply() - turns.said(session));
        return prompt * PPM + tokens * PPM * PPM / Math.max(1, turns.tauPpm(session));
    }
}
