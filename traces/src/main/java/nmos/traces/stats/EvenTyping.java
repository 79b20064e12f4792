package nmos.traces.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.TypedTurn;

/// A trace as a model of mean words a minute has it: every prompt of the same length as before, its characters evenly spaced
/// at the mean speed, submitted with the last one; nobody pauses, deletes, pastes or leaves. Whoever plays both
/// sees what such a model would have claimed for anticipation, and what is true.
public final class EvenTyping {
    /// Five letters and a space.
    private static final int WORD = 6;

    private EvenTyping() {}

    /// The time between a submit and the next turn stays as it was. `speed` must be known.
    public static Trace of(Trace trace, MeanSpeed speed) {
        if (!speed.known()) {
            throw new IllegalArgumentException("no typing to take a mean speed from");
        }
        List<TraceEvent> events = new ArrayList<>();
        trace.events().stream().filter(TraceEvent.Open.class::isInstance).forEach(events::add);
        for (List<TypedTurn> session : trace.turns()) {
            long shiftNs = 0;
            for (TypedTurn turn : session) {
                if (turn.submitted()) {
                    long beginNs = turn.begin().ns() + shiftNs;
                    long submitNs = type(turn, beginNs, speed, events);
                    shiftNs = submitNs - turn.submitNs();
                }
            }
        }
        // A sort that is stable keeps the events of one session in order where they fall on one moment.
        events.sort(Comparator.comparingLong(TraceEvent::ns));
        TraceHeader header = trace.header();
        return new Trace(new TraceHeader(false, "evenly typed: " + header.source(), header.why()), events);
    }

    private static long type(TypedTurn turn, long beginNs, MeanSpeed speed, List<TraceEvent> events) {
        TraceEvent.Begin begin = turn.begin();
        boolean again = begin.again() && !turn.touched();
        events.add(new TraceEvent.Begin(
                beginNs, begin.session(), begin.reply(), begin.replyTokens(), begin.promptTokens(), again));
        long ns = beginNs;
        for (int at = 0; !again && at < turn.promptLength(); at++) {
            ns = beginNs + speed.claimedNs(at);
            KeyClass key = at % WORD == WORD - 1 ? KeyClass.SPACE : KeyClass.LETTER;
            events.add(new TraceEvent.Key(ns, begin.session(), at, new Inserted.Typed(key)));
        }
        events.add(new TraceEvent.Submit(ns, begin.session()));
        return ns;
    }
}
