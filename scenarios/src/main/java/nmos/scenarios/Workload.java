package nmos.scenarios;

/// What people do. `typingNs` is the time between two tokens of a prompt being typed, `thinkNs` between the end of a reply
/// and the first keystroke after it. With a fresh context, a turn's prompt does not include the turns before it. The first
/// `warmUpTurns` turns are run but not counted.
public record Workload(
        int sessions,
        int turns,
        int promptTokens,
        int replyTokens,
        long typingNs,
        long thinkNs,
        boolean freshContext,
        int warmUpTurns) {

    /// The most tokens a session holds at once.
    public long contextTokens() {
        long turn = (long) promptTokens + replyTokens;
        return freshContext ? turn : turn * turns;
    }
}
