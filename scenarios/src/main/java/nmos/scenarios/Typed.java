package nmos.scenarios;

import java.util.List;
import nmos.traces.Trace;
import nmos.traces.TypedTurn;
import nmos.traces.stats.EvenTyping;
import nmos.traces.stats.StatsTally;

/// Typing that was recorded or generated. `source` is the file it comes from. With `together` all its sessions run at once;
/// without, replication `r` plays the `r`th of them alone, round and round. With `openLoop` people keep the times of the
/// trace and latency counts from these however late a reply is; without, each turn begins when the person has read the reply
/// before and thought. `excerpt` is how much of it is played. With `meanSpeed` all type without pause and mistake at the mean speed of the whole trace.
public record Typed(
        String source,
        List<List<TypedTurn>> sessions,
        boolean together,
        boolean openLoop,
        boolean meanSpeed,
        Excerpt excerpt) {

    static Typed of(
            String source,
            Trace trace,
            boolean together,
            boolean openLoop,
            boolean meanSpeed,
            Excerpt excerpt,
            Tempo tempo) {
        Trace played = meanSpeed ? EvenTyping.of(trace, StatsTally.of(trace).meanSpeed()) : trace;
        return new Typed(
                source,
                played.turns().stream().map(excerpt::of).map(tempo::played).toList(),
                together,
                openLoop,
                meanSpeed,
                excerpt);
    }

    public int atOnce() {
        return together ? sessions.size() : 1;
    }

    /// The turns of session `session` in replication `replication`.
    public List<TypedTurn> turns(int session, int replication) {
        return sessions.get(together ? session : replication % sessions.size());
    }

    int mostTurns() {
        return sessions.stream().mapToInt(List::size).max().orElse(0);
    }

    long contextTokens(boolean freshContext) {
        long most = 0;
        for (List<TypedTurn> turns : sessions) {
            long held = 0;
            for (TypedTurn turn : turns) {
                held = (freshContext ? 0 : held) + tokens(turn) + turn.begin().replyTokens();
                most = Math.max(most, held);
            }
        }
        return most;
    }

    /// Tokens of a turn's prompt as it was submitted or left.
    public static int tokens(TypedTurn turn) {
        return rate(turn).upTo(turn.promptLength());
    }

    public static TokenRate rate(TypedTurn turn) {
        return turn.begin().promptTokens().isPresent()
                ? TokenRate.recorded(turn.begin().promptTokens().getAsInt(), turn.promptLength())
                : TokenRate.of(turn.begin().reply());
    }
}
