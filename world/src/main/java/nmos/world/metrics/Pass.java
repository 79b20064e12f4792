package nmos.world.metrics;

/// One pass: when it began and ended, its rows, and the verified tokens it yielded to all sessions in it. `decode` is false where
/// all rows are prompts'; it is `counted` if it carries a turn that is.
public record Pass(long beganNs, long endedNs, int rows, int tokens, boolean decode, boolean counted) {
    public long ns() {
        return endedNs - beganNs;
    }
}
