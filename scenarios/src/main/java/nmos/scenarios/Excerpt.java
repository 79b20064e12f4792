package nmos.scenarios;

import java.util.List;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;

/// How much of a trace is played: the first `turns` turns of each session, replies no longer than `replyTokens`.
public record Excerpt(int turns, int replyTokens) {
    public static final Excerpt ALL = new Excerpt(Integer.MAX_VALUE, Integer.MAX_VALUE);

    List<TypedTurn> of(List<TypedTurn> recorded) {
        return recorded.stream().limit(turns).map(this::shortened).toList();
    }

    private TypedTurn shortened(TypedTurn turn) {
        TraceEvent.Begin begin = turn.begin();
        if (begin.replyTokens() <= replyTokens) {
            return turn;
        }
        return new TypedTurn(
                new TraceEvent.Begin(
                        begin.ns(), begin.session(), begin.reply(), replyTokens, begin.promptTokens(), begin.again()),
                turn.number(),
                turn.changes(),
                turn.submitNs(),
                turn.promptLength());
    }
}
