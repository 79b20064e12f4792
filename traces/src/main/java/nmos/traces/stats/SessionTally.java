package nmos.traces.stats;

import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;

/// One session's typing, counted as it goes by. Feeds what all sessions share as soon as it is known.
final class SessionTally {
    private static final long NEVER = -1;
    static final long PAUSE_NS = 2_000_000_000L;

    private final Pool pool;
    final Windows windows = new Windows();
    final Windows streamWindows = new Windows();
    long changes;
    long deletes;
    long grown;
    long spanNs;
    long pausedNs;

    private long lastNs = NEVER;
    private long lastTouchNs = NEVER;
    private long turnTouchNs = NEVER;
    private long burst;
    private boolean wordMayStart = true;
    private long turnChars;

    SessionTally(Pool pool) {
        this.pool = pool;
    }

    void take(TraceEvent event) {
        switch (event) {
            case TraceEvent.Open opened -> {}
            case TraceEvent.Pause pause -> {}
            case TraceEvent.Begin begin -> {
                turnTouchNs = NEVER;
                turnChars = 0;
                wordMayStart |= !begin.again();
                windows.breakOff();
            }
            case TraceEvent.Key key -> {
                KeyClass keyClass = key.keyClass();
                boolean starts = keyClass == KeyClass.LETTER && wordMayStart;
                wordMayStart = keyClass == KeyClass.SPACE || keyClass == KeyClass.NEWLINE;
                change(key.ns(), key.typed().length(), starts);
            }
            case TraceEvent.Edit edit -> {
                wordMayStart = false;
                deletes++;
                change(edit.ns(), edit.inserted().length() - edit.removed(), false);
            }
            case TraceEvent.Paste paste -> {
                wordMayStart = false;
                touch(paste.ns(), paste.inserted().length(), false);
            }
            case TraceEvent.Submit submit -> submit(submit.ns());
        }
    }

    void finish() {
        if (changes > 0) {
            pool.bursts.add(burst);
        }
    }

    private void change(long ns, int characters, boolean startsWord) {
        changes++;
        if (lastNs != NEVER) {
            long interval = ns - lastNs;
            pool.intervals.add(interval);
            spanNs += interval;
            if (interval >= PAUSE_NS) {
                pausedNs += interval;
                pool.bursts.add(burst);
                burst = 0;
            }
        }
        burst++;
        lastNs = ns;
        touch(ns, characters, startsWord);
    }

    private void touch(long ns, int characters, boolean startsWord) {
        grown += characters;
        turnChars += characters;
        lastTouchNs = ns;
        turnTouchNs = ns;
        windows.change(ns, characters, startsWord);
        streamWindows.change(ns, characters, startsWord);
    }

    private void submit(long ns) {
        pool.turns++;
        if (turnTouchNs == NEVER) {
            pool.untouched++;
        } else {
            pool.submitDelays.add(ns - turnTouchNs);
            pool.promptChars.add(turnChars);
        }
        if (lastTouchNs != NEVER) {
            pool.lastKeyToSubmit.add(ns - lastTouchNs);
        }
    }

    /// What all sessions share.
    static final class Pool {
        final Sample intervals = new Sample();
        final Sample bursts = new Sample();
        final Sample submitDelays = new Sample();
        final Sample lastKeyToSubmit = new Sample();
        final Sample promptChars = new Sample();
        long turns;
        long untouched;
    }
}
