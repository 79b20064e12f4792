package nmos.scenarios;

import org.jspecify.annotations.Nullable;

/// What people do: either all the same at a constant rate, or what a trace recorded.
///
/// `typingNs` is the time between two tokens of a prompt being typed, `thinkNs` between the end of a reply
/// and the first keystroke after it. With a fresh context, a turn's prompt does not include the turns before it. The first
/// `warmUpTurns` turns are run but not counted. A person who types nothing for `pauseAfterNs` has paused. Every conversation
/// begins with the same `sharedPrefixTokens` tokens, which nobody types, such as a system prompt. All times, those of `typed` too,
/// are as they are played: at `tempo`.
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
        int sharedPrefixTokens,
        Tempo tempo,
        @Nullable Typed typed) {
    /// Conversations that have nothing in common, of people as fast as the times say.
    public Workload(
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
        this(
                sessions,
                turns,
                promptTokens,
                replyTokens,
                typingNs,
                thinkNs,
                freshContext,
                warmUpTurns,
                pauseAfterNs,
                0,
                Tempo.AS_RECORDED,
                typed);
    }

    /// The most tokens a session holds at once.
    public long contextTokens() {
        Typed trace = typed;
        if (trace != null) {
            return sharedPrefixTokens + trace.contextTokens(freshContext);
        }
        long turn = (long) promptTokens + replyTokens;
        return sharedPrefixTokens + (freshContext ? turn : turn * turns);
    }
}
