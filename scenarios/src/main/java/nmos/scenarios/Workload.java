package nmos.scenarios;

import org.jspecify.annotations.Nullable;

/// What people do: either all the same at a constant rate, or what a trace recorded.
///
/// `typingNs` is the time between two tokens of a prompt being typed, `thinkNs` between the end of a reply
/// and the first keystroke after it. With a fresh context, a turn's prompt does not include the turns before it. The first
/// `warmUpTurns` turns are run but not counted. A person who types nothing for `pauseAfterNs` has paused.
public record Workload(
        int sessions,
        int turns,
        int promptTokens,
        int replyTokens,
        long typingNs,
        long thinkNs,
        boolean freshContext,
        int warmUpTurns,
        long pauseAfterNs,
        @Nullable Typed typed) {

    /// The most tokens a session holds at once.
    public long contextTokens() {
        Typed trace = typed;
        if (trace != null) {
            return trace.contextTokens(freshContext);
        }
        long turn = (long) promptTokens + replyTokens;
        return freshContext ? turn : turn * turns;
    }
}
