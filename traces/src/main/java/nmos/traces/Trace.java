package nmos.traces;

import java.util.ArrayList;
import java.util.List;

/// A whole trace in memory: its header, and what everybody did in the order it happened. Made only of events that keep
/// [TraceRules].
public record Trace(TraceHeader header, List<TraceEvent> events) {
    public Trace {
        events = List.copyOf(events);
        TraceRules rules = new TraceRules(header.text());
        for (TraceEvent event : events) {
            try {
                rules.take(event);
            } catch (TraceRules.BrokenRule e) {
                throw new IllegalArgumentException(event + ": " + e.fault(), e);
            }
        }
    }

    public int sessions() {
        return (int) events.stream().filter(TraceEvent.Open.class::isInstance).count();
    }

    /// When the last thing happened.
    public long endNs() {
        return events.isEmpty() ? 0 : events.getLast().ns();
    }

    /// The turns of each session, in order: `turns().get(session).get(turn)`. The last of a session may never be submitted.
    public List<List<TypedTurn>> turns() {
        List<List<TypedTurn>> turns = new ArrayList<>();
        TurnCutter cutter = new TurnCutter(turn -> turns.get(turn.session()).add(turn));
        for (TraceEvent event : events) {
            if (event instanceof TraceEvent.Open) {
                turns.add(new ArrayList<>());
            }
            cutter.take(event);
        }
        cutter.finish();
        return turns;
    }
}
