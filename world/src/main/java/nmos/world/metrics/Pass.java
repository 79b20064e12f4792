package nmos.world.metrics;

/// One pass: when it began and ended, its rows, and the verified tokens it yielded. `decode` is false for a prompt's.
public record Pass(long beganNs, long endedNs, int rows, int tokens, boolean decode, boolean counted) {
    public long ns() {
        return endedNs - beganNs;
    }
}
