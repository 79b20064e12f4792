package nmos.policy.speculation;

/// Tokens per time, compared without dividing.
final class Rates {
    private Rates() {}

    /// Whether `tokens` in `ns` is a higher rate than `otherTokens` in `otherNs`: cross products of 128 bits, because a
    /// streamed pass of many seconds times parts per million of a token leaves a long. Nothing here is negative.
    static boolean higher(long tokens, long ns, long otherTokens, long otherNs) {
        long high = Math.multiplyHigh(tokens, otherNs);
        long otherHigh = Math.multiplyHigh(otherTokens, ns);
        return high != otherHigh
                ? high > otherHigh
                : Long.compareUnsigned(tokens * otherNs, otherTokens * ns) > 0;
    }
}
