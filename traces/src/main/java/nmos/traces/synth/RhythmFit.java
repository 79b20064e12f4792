package nmos.traces.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import org.jspecify.annotations.Nullable;

/// Fits a [Rhythm] to the events of traces, one trace after the other. What lies between a submit and the next key is no typing and left out.
final class RhythmFit {
    private static final long NS_PER_MS = 1_000_000;
    private static final long PAUSE_NS = 2_000_000_000L;
    private static final int FEWEST_CHANGES = 200;

    private record Interval(KeyContext context, long ns) {}

    private static final class Session {
        final KeyContext.Neighbours neighbours = new KeyContext.Neighbours();
        final List<Interval> intervals = new ArrayList<>();
        long lastNs = -1;
        int keys;
        int runs;
        int run;
        int word;
    }

    private final List<Session> sessions = new ArrayList<>();
    /// Sessions of the traces that were taken before this one.
    private int before;
    private final Map<KeyContext, Longs> quick = new EnumMap<>(KeyContext.class);
    private final Map<KeyContext, Longs> pauses = new EnumMap<>(KeyContext.class);
    private final Longs runs = new Longs();
    private final Longs words = new Longs();
    private long separators;
    private long punctuations;
    private long newlines;

    void take(TraceEvent event) {
        switch (event) {
            case TraceEvent.Open opened -> {
                before = opened.session() == 0 ? sessions.size() : before;
                sessions.add(new Session());
            }
            case TraceEvent.Key key -> change(session(key), key.ns(), key.keyClass());
            case TraceEvent.Edit edit -> change(session(edit), edit.ns(), null);
            case TraceEvent.Submit submit -> session(submit).lastNs = -1;
            case TraceEvent.Begin begin -> {}
            case TraceEvent.Paste paste -> {}
            case TraceEvent.Pause pause -> {}
        }
    }

    private Session session(TraceEvent event) {
        return sessions.get(before + event.session());
    }

    private void change(Session session, long ns, @Nullable KeyClass key) {
        KeyContext context = session.neighbours.next(key);
        if (session.lastNs >= 0) {
            session.intervals.add(new Interval(context, ns - session.lastNs));
        }
        session.lastNs = ns;
        if (key == null) {
            session.run++;
            session.runs += session.run == 1 ? 1 : 0;
            session.word = -1;
            return;
        }
        session.keys++;
        if (session.run > 0) {
            runs.add(session.run);
            session.run = 0;
        }
        if (key == KeyClass.LETTER) {
            session.word += session.word >= 0 ? 1 : 0;
            return;
        }
        if (session.word > 0) {
            words.add(session.word);
        }
        session.word = 0;
        punctuations += key == KeyClass.PUNCTUATION ? 1 : 0;
        newlines += key == KeyClass.NEWLINE ? 1 : 0;
        separators += key == KeyClass.PUNCTUATION ? 0 : 1;
    }

    /// The fitted numbers. The two adjustments, in thousandths, are for what the fit leaves out.
    Table table(String comment, int pacePermille, int pausesPermille) {
        Longs pacesMs = new Longs();
        Longs deletionsPpm = new Longs();
        List<Session> typists = new ArrayList<>();
        for (Session session : sessions) {
            if (session.intervals.size() >= FEWEST_CHANGES) {
                typists.add(session);
                long paceNs = medianNs(session);
                pacesMs.add(paceNs / NS_PER_MS);
                deletionsPpm.add((long) session.runs * Chance.MILLION / session.keys);
                session.intervals.forEach(interval -> sort(interval, paceNs));
            }
        }
        Map<String, long[]> rows = new TreeMap<>();
        Map<KeyContext, Long> pausePpm = new EnumMap<>(KeyContext.class);
        for (KeyContext context : KeyContext.values()) {
            Longs quickOnes = of(quick, context);
            Longs pauseOnes = of(pauses, context);
            rows.put("quick-permille." + context.label, quickOnes.quantiles());
            rows.put("pause-ms." + context.label, pauseOnes.quantiles());
            long ppm = (long) pauseOnes.size() * Chance.MILLION / (quickOnes.size() + pauseOnes.size());
            pausePpm.put(context, ppm);
            rows.put("pause-ppm." + context.label, new long[] {ppm});
        }
        Longs hesitation = new Longs();
        typists.forEach(session -> hesitation.add(hesitationPermille(session, pausePpm)));
        rows.put("person.pace-ms", pacesMs.quantiles());
        rows.put("person.hesitation-permille", hesitation.quantiles());
        rows.put("person.deletions-ppm", deletionsPpm.quantiles());
        rows.put("deleted-at-once", runs.quantiles());
        rows.put("word-letters", words.quantiles());
        rows.put("punctuation-ppm", new long[] {punctuations * Chance.MILLION / separators});
        rows.put("newline-ppm", new long[] {newlines * Chance.MILLION / separators});
        rows.put("adjusted.pace-permille", new long[] {pacePermille});
        rows.put("adjusted.pauses-permille", new long[] {pausesPermille});
        return new Table(comment, rows);
    }

    private void sort(Interval interval, long paceNs) {
        if (interval.ns() >= PAUSE_NS) {
            of(pauses, interval.context()).add(interval.ns() / NS_PER_MS);
        } else {
            of(quick, interval.context()).add(interval.ns() * 1000 / paceNs);
        }
    }

    /// How many pauses a person made for each that the contexts alone would have had them make.
    private static long hesitationPermille(Session session, Map<KeyContext, Long> pausePpm) {
        long paused = 0;
        long expectedPpm = 0;
        for (Interval interval : session.intervals) {
            paused += interval.ns() >= PAUSE_NS ? 1 : 0;
            expectedPpm += pausePpm.getOrDefault(interval.context(), 0L);
        }
        return paused * 1000 * Chance.MILLION / expectedPpm;
    }

    private static long medianNs(Session session) {
        long[] all = session.intervals.stream().mapToLong(Interval::ns).sorted().toArray();
        return all[all.length / 2];
    }

    private static Longs of(Map<KeyContext, Longs> map, KeyContext context) {
        return map.computeIfAbsent(context, none -> new Longs());
    }

    /// A list that grows.
    static final class Longs {
        private long[] values = new long[64];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        long[] quantiles() {
            return Quantiles.of(Arrays.copyOf(values, size)).values();
        }
    }
}
