package nmos.traces.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nmos.traces.TraceEvent;

/// Fits what people do around a submit: how soon after the last key, how long until they type again, how much they type in
/// between, and how often nothing.
final class HabitsFit {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NEVER = -1;

    private static final class Session {
        long touchedNs = NEVER;
        long submittedNs = NEVER;
        long grown;
    }

    private final List<Session> sessions = new ArrayList<>();
    /// Sessions of the traces that were taken before this one.
    private int before;
    private final RhythmFit.Longs submitMs = new RhythmFit.Longs();
    private final RhythmFit.Longs nextMs = new RhythmFit.Longs();
    private final RhythmFit.Longs retryMs = new RhythmFit.Longs();
    private final RhythmFit.Longs chars = new RhythmFit.Longs();
    private long turns;
    private long untouched;

    void take(TraceEvent event) {
        switch (event) {
            case TraceEvent.Open opened -> {
                before = opened.session() == 0 ? sessions.size() : before;
                sessions.add(new Session());
            }
            case TraceEvent.Key key -> touch(key, key.typed().length());
            case TraceEvent.Edit edit -> touch(edit, edit.inserted().length() - edit.removed());
            case TraceEvent.Paste paste -> touch(paste, paste.inserted().length());
            case TraceEvent.Submit submit -> submit(sessions.get(before + submit.session()), submit.ns());
            case TraceEvent.Begin begin -> {}
            case TraceEvent.Pause pause -> {}
        }
    }

    private void touch(TraceEvent event, int grown) {
        Session session = sessions.get(before + event.session());
        if (session.touchedNs == NEVER && session.submittedNs != NEVER) {
            nextMs.add((event.ns() - session.submittedNs) / NS_PER_MS);
        }
        session.touchedNs = event.ns();
        session.grown += grown;
    }

    private void submit(Session session, long ns) {
        turns++;
        if (session.touchedNs == NEVER) {
            untouched++;
            if (session.submittedNs != NEVER) {
                retryMs.add((ns - session.submittedNs) / NS_PER_MS);
            }
        } else {
            submitMs.add((ns - session.touchedNs) / NS_PER_MS);
            if (session.grown > 0) {
                chars.add(session.grown);
            }
        }
        session.touchedNs = NEVER;
        session.submittedNs = ns;
        session.grown = 0;
    }

    Table table(String comment) {
        Map<String, long[]> rows = new TreeMap<>();
        rows.put("submit-ms", submitMs.quantiles());
        rows.put("next-turn-ms", nextMs.quantiles());
        rows.put("retry-ms", retryMs.quantiles());
        rows.put("untouched-ppm", new long[] {untouched * Chance.MILLION / turns});
        rows.put("typed-chars.docs", chars.quantiles());
        return new Table(comment, rows);
    }
}
