package nmos.traces.stats;

import java.util.ArrayList;
import java.util.List;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;

/// Takes a trace event by event and says what it is like. Keeps intervals, not events.
public final class StatsTally {
    private static final long[] THRESHOLDS_MS = {500, 1_000, 2_000, 5_000, 10_000, 30_000};
    private static final long NS_PER_MS = 1_000_000;
    private static final double NS_PER_MINUTE = 6e10;
    private static final long MILLION = 1_000_000;
    /// A session with less typing has no speed worth the name.
    private static final int FEWEST_CHANGES = 30;

    private final SessionTally.Pool pool = new SessionTally.Pool();
    private final List<SessionTally> sessions = new ArrayList<>();
    private long begun;

    /// Nothing taken yet.
    public StatsTally() {}

    public static TypingStats of(Trace trace) {
        StatsTally tally = new StatsTally();
        trace.events().forEach(tally::take);
        return tally.finish();
    }

    /// Events must keep the rules of traces.
    public void take(TraceEvent event) {
        if (event instanceof TraceEvent.Open) {
            sessions.add(new SessionTally(pool));
        } else if (event instanceof TraceEvent.Begin) {
            begun++;
        }
        sessions.get(event.session()).take(event);
    }

    /// To be asked once, after the last event.
    public TypingStats finish() {
        Sample deletes = new Sample();
        Sample speed = new Sample();
        Sample speedWithoutPauses = new Sample();
        List<Sample> windows = List.of(new Sample(), new Sample(), new Sample());
        List<Sample> streamWindows = List.of(new Sample(), new Sample(), new Sample());
        long changes = 0;
        long deleted = 0;
        long grown = 0;
        long spanNs = 0;
        long pausedNs = 0;
        for (SessionTally session : sessions) {
            session.finish();
            changes += session.changes;
            deleted += session.deletes;
            grown += session.grown;
            spanNs += session.spanNs;
            pausedNs += session.pausedNs;
            if (session.changes >= FEWEST_CHANGES && session.spanNs > session.pausedNs) {
                deletes.add(session.deletes * MILLION / session.changes);
                speed.add(perMinute(session.grown, session.spanNs));
                speedWithoutPauses.add(perMinute(session.grown, session.spanNs - session.pausedNs));
            }
            for (int i = 0; i < windows.size(); i++) {
                windows.get(i).addAsOne(session.windows.done().get(i));
                streamWindows.get(i).addAsOne(session.streamWindows.done().get(i));
            }
        }
        int intervals = pool.intervals.size();
        return new TypingStats(
                sessions.size(), pool.turns, begun - pool.turns, share(pool.untouched, pool.turns), changes,
                pool.intervals.spread(), intervals == 0 ? 0 : pool.intervals.sum() / intervals, above(),
                spanNs == 0 ? 0 : Math.round(1e6 * pausedNs / spanNs), pool.bursts.spread(),
                share(deleted, changes), deletes.spread(), speed.spread(), speedWithoutPauses.spread(),
                new MeanSpeed(Math.max(grown, 0), spanNs), spreads(windows), spreads(streamWindows),
                pool.submitDelays.spread(), pool.lastKeyToSubmit.spread(), pool.promptChars.spread());
    }

    private List<TypingStats.Above> above() {
        List<TypingStats.Above> above = new ArrayList<>();
        for (long ms : THRESHOLDS_MS) {
            above.add(new TypingStats.Above(ms * NS_PER_MS, pool.intervals.above(ms * NS_PER_MS)));
        }
        return above;
    }

    private static List<TypingStats.Window> spreads(List<Sample> windows) {
        List<TypingStats.Window> spreads = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            spreads.add(new TypingStats.Window(Windows.CHARACTERS[i], windows.get(i).spread()));
        }
        return spreads;
    }

    private static long share(long part, long whole) {
        return whole == 0 ? 0 : part * MILLION / whole;
    }

    private static long perMinute(long characters, long ns) {
        return Math.round(characters * NS_PER_MINUTE / ns);
    }
}
