package nmos.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of events into turns and hands each on as it ends. Holds the unfinished turn of each session only, so a trace
/// too long for memory can be cut as it is read.
public final class TurnCutter {
    private static final class Session {
        private TraceEvent.@Nullable Begin begin;
        private List<TraceEvent> changes = new ArrayList<>();
        private int turns;
        private int length;
        private int submittedLength;

        private TypedTurn end(TraceEvent.Begin begun, long submitNs) {
            TypedTurn turn = new TypedTurn(begun, turns++, changes, submitNs, length);
            begin = null;
            changes = new ArrayList<>();
            submittedLength = length;
            return turn;
        }
    }

    private final Consumer<TypedTurn> turns;
    private final List<Session> sessions = new ArrayList<>();

    public TurnCutter(Consumer<TypedTurn> turns) {
        this.turns = turns;
    }

    /// Events must keep [TraceRules].
    public void take(TraceEvent event) {
        if (event instanceof TraceEvent.Open) {
            sessions.add(new Session());
            return;
        }
        Session session = sessions.get(event.session());
        switch (event) {
            case TraceEvent.Open opened -> throw new IllegalStateException("opened twice: " + opened);
            case TraceEvent.Begin begin -> {
                session.begin = begin;
                session.length = begin.again() ? session.submittedLength : 0;
            }
            case TraceEvent.Key key -> change(session, key, key.typed().length());
            case TraceEvent.Edit edit -> change(session, edit, edit.inserted().length() - edit.removed());
            case TraceEvent.Paste paste -> change(session, paste, paste.inserted().length());
            case TraceEvent.Pause pause -> {
                if (session.begin != null) {
                    change(session, pause, 0);
                }
            }
            case TraceEvent.Submit submit -> {
                TraceEvent.Begin begin = session.begin;
                if (begin == null) {
                    throw new IllegalArgumentException("no turn was begun: " + submit);
                }
                turns.accept(session.end(begin, submit.ns()));
            }
        }
    }

    /// Nothing follows: what was begun and not submitted was left half way.
    public void finish() {
        for (Session session : sessions) {
            TraceEvent.Begin begin = session.begin;
            if (begin != null) {
                turns.accept(session.end(begin, TypedTurn.NEVER));
            }
        }
    }

    private static void change(Session session, TraceEvent event, int grownBy) {
        session.changes.add(event);
        session.length += grownBy;
    }
}
