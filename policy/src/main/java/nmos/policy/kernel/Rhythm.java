package nmos.policy.kernel;

import nmos.policy.Digest;
import nmos.policy.anticipation.Typing;

/// How each person types, as far as it was seen, and what was gained by working ahead of them.
///
/// As [Typing] it speaks of one session at a time: the one it was last [#of].
final class Rhythm implements Typing {
    private static final int PPM = 1_000_000;
    /// What is assumed of a person before anything was seen: a pause in four ends with a submit, half a second after the last
    /// key and 14 s after the first (medians of the corpora the typing model is fitted to, the latter for 40 characters), and every
    /// other pass made ahead is of use.
    private static final int PAUSE_ENDS_PPM = PPM / 4;
    private static final long SUBMIT_DELAY_NS = 500_000_000;
    private static final long TYPING_NS = 14_000_000_000L;
    private static final int USEFUL_PPM = PPM / 2;
    /// Who types nothing for so long has left, and what is typed then is another prompt.
    private static final long AWAY_NS = 120_000_000_000L;
    /// New observations weigh one in so many.
    private static final int MEMORY = 8;

    private static final int LAST_KEY = 0;
    private static final int PAUSED = 1;
    private static final int SUBMIT_DELAY = 2;
    private static final int PAUSE_ENDS = 3;
    private static final int USEFUL = 4;
    private static final int TYPING = 5;
    /// When the prompt was begun; 0 before its first key.
    private static final int BEGAN = 6;
    private static final int WIDTH = 7;

    private final Fields fields;
    private final Sessions sessions;
    private final PassCosts costs;
    private int session;

    Rhythm(Sessions sessions, PassCosts costs, Digest digest) {
        this.sessions = sessions;
        this.costs = costs;
        fields = new Fields(sessions.count() * WIDTH, 34, digest);
        for (int each = 0; each < sessions.count(); each++) {
            fields.set(each * WIDTH + SUBMIT_DELAY, SUBMIT_DELAY_NS);
            fields.set(each * WIDTH + PAUSE_ENDS, PAUSE_ENDS_PPM);
            fields.set(each * WIDTH + USEFUL, USEFUL_PPM);
            fields.set(each * WIDTH + TYPING, TYPING_NS);
        }
    }

    Typing of(int who) {
        session = who;
        return this;
    }

    void key(long nowNs, int who) {
        pauseOver(who, 0);
        boolean away = nowNs - fields.get(who * WIDTH + LAST_KEY) > AWAY_NS;
        if (away || !fields.is(who * WIDTH + BEGAN)) {
            fields.set(who * WIDTH + BEGAN, nowNs);
        }
        fields.set(who * WIDTH + LAST_KEY, nowNs);
    }

    void paused(int who) {
        fields.set(who * WIDTH + PAUSED, 1);
    }

    void submitted(long nowNs, int who) {
        pauseOver(who, PPM);
        long lastKey = fields.get(who * WIDTH + LAST_KEY);
        if (lastKey > 0) {
            learn(who, SUBMIT_DELAY, nowNs - lastKey);
            if (fields.is(who * WIDTH + BEGAN)) {
                learn(who, TYPING, nowNs - fields.get(who * WIDTH + BEGAN));
                fields.set(who * WIDTH + BEGAN, 0);
            }
        }
    }

    private void pauseOver(int who, int endedPpm) {
        if (fields.is(who * WIDTH + PAUSED)) {
            fields.set(who * WIDTH + PAUSED, 0);
            learn(who, PAUSE_ENDS, endedPpm);
        }
    }

    /// The prompt was computed ahead of a person: it was of use, or was not.
    void ahead(int who, boolean useful) {
        learn(who, USEFUL, useful ? PPM : 0);
    }

    private void learn(int who, int field, long seen) {
        long known = fields.get(who * WIDTH + field);
        fields.add(who * WIDTH + field, (seen - known) / MEMORY);
    }

    @Override
    public int total() {
        return sessions.asInt(session, Sessions.TOTAL);
    }

    @Override
    public int stable() {
        return sessions.asInt(session, Sessions.STABLE);
    }

    @Override
    public int computed() {
        return sessions.asInt(session, Sessions.KV);
    }

    @Override
    public boolean paused() {
        return fields.is(session * WIDTH + PAUSED);
    }

    @Override
    public int pauseEndsPpm() {
        return fields.asInt(session * WIDTH + PAUSE_ENDS);
    }

    @Override
    public long submitDelayNs() {
        return fields.get(session * WIDTH + SUBMIT_DELAY);
    }

    @Override
    public long typingNs() {
        return fields.get(session * WIDTH + TYPING);
    }

    @Override
    public long promptNs(int rows) {
        return costs.promptNs(rows);
    }

    @Override
    public long restartNs() {
        return costs.restartNs();
    }

    @Override
    public int usefulPpm() {
        return fields.asInt(session * WIDTH + USEFUL);
    }
}
