package nmos.scenarios;

import java.math.BigDecimal;
import java.util.List;
import nmos.policy.Arithmetic;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;

/// How fast people are, in parts per million of what the file or the trace says: at 2,000,000 they type, think and pause in half
/// the time. Devices keep their pace.
public record Tempo(int ppm) {
    static final int MOST = 1000;
    private static final int ONE = 1_000_000;
    private static final int DECIMALS = 6;

    public static final Tempo AS_RECORDED = new Tempo(ONE);

    public Tempo {
        if (ppm < 1 || ppm > MOST * ONE) {
            throw new IllegalArgumentException("a tempo of " + ppm + " ppm");
        }
    }

    /// What a time of people comes to at this tempo, rounded down.
    ///
    /// @throws ArithmeticException where that is more than a long holds
    long played(long ns) {
        return Arithmetic.mulDiv(ns, ONE, ppm);
    }

    /// The least time that is [#played] in `ns`: a file that says it makes the same workload.
    long written(long ns) {
        return Arithmetic.mulDivUp(ns, ppm, ONE);
    }

    List<TypedTurn> played(List<TypedTurn> turns) {
        return ppm == ONE ? turns : turns.stream().map(this::played).toList();
    }

    private TypedTurn played(TypedTurn turn) {
        return new TypedTurn(
                (TraceEvent.Begin) played(turn.begin()),
                turn.number(),
                turn.changes().stream().map(this::played).toList(),
                turn.submitted() ? played(turn.submitNs()) : turn.submitNs(),
                turn.promptLength());
    }

    private TraceEvent played(TraceEvent event) {
        long ns = played(event.ns());
        return switch (event) {
            case TraceEvent.Open open -> new TraceEvent.Open(ns, open.session(), open.person());
            case TraceEvent.Begin begin ->
                new TraceEvent.Begin(
                        ns, begin.session(), begin.reply(), begin.replyTokens(), begin.promptTokens(), begin.again());
            case TraceEvent.Key key -> new TraceEvent.Key(ns, key.session(), key.at(), key.typed());
            case TraceEvent.Edit edit ->
                new TraceEvent.Edit(ns, edit.session(), edit.at(), edit.removed(), edit.inserted());
            case TraceEvent.Paste paste -> new TraceEvent.Paste(ns, paste.session(), paste.at(), paste.inserted());
            case TraceEvent.Pause pause -> new TraceEvent.Pause(ns, pause.session(), played(pause.lengthNs()));
            case TraceEvent.Submit submit -> new TraceEvent.Submit(ns, submit.session());
        };
    }

    /// As a file says it.
    @Override
    public String toString() {
        return BigDecimal.valueOf(ppm, DECIMALS).stripTrailingZeros().toPlainString();
    }
}
