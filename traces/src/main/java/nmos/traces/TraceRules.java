package nmos.traces;

import java.util.ArrayList;
import java.util.List;

/// What must hold from one event to the next, whoever makes them: a file, a generator or an importer. Keeps a few numbers for
/// each session, and no events.
public final class TraceRules {
    /// The most sessions in a trace: more are taken for damage.
    public static final int MAX_SESSIONS = 1 << 20;
    /// The longest prompt, in characters.
    public static final int MAX_PROMPT = 1 << 26;

    /// Input methods put more than one character at once.
    public static final int MAX_KEY = 16;

    private static final class Session {
        boolean inTurn;
        int length;
        int submitted = -1;
        long awayUntilNs;
    }

    private final boolean text;
    private final List<Session> sessions = new ArrayList<>();
    private long lastNs;

    /// `text`: as in the header of the trace.
    public TraceRules(boolean text) {
        this.text = text;
    }

    /// The session's prompt has this many characters.
    public int promptLength(int session) {
        return sessions.get(session).length;
    }

    /// Takes the event in, or says which field breaks a rule and leaves everything as it was.
    public void take(TraceEvent event) throws BrokenRule {
        require(event.ns() >= 0, "ns", event.ns() + " is before the start");
        require(event.ns() >= lastNs, "ns", event.ns() + " is before the event above, at " + lastNs);
        if (event instanceof TraceEvent.Open open) {
            require(open.session() == sessions.size(), "session",
                    open.session() + " opens, and the next one to open is " + sessions.size());
            require(open.session() < MAX_SESSIONS, "session", "more than " + MAX_SESSIONS + " sessions");
            sessions.add(new Session());
        } else {
            require(event.session() >= 0 && event.session() < sessions.size(), "session",
                    event.session() + " has not been opened");
            Session session = sessions.get(event.session());
            require(event.ns() >= session.awayUntilNs, "ns", event.ns() + " is within a pause until " + session.awayUntilNs);
            within(session, event);
        }
        lastNs = event.ns();
    }

    private void within(Session session, TraceEvent event) throws BrokenRule {
        switch (event) {
            case TraceEvent.Open opened -> throw new IllegalStateException("opened twice: " + opened);
            case TraceEvent.Begin begin -> begin(session, begin);
            case TraceEvent.Key key -> {
                told(key.typed(), "key");
                require(!(key.typed() instanceof Inserted.Length), "key", "a length is not a key");
                require(key.typed().length() <= MAX_KEY, "key", "one key gives at most " + MAX_KEY + " characters");
                change(session, key.at(), 0, key.typed(), "key");
            }
            case TraceEvent.Edit edit -> {
                told(edit.inserted(), "insert");
                require(edit.removed() > 0, "remove", edit.removed() + " is not at least 1: an edit takes something away");
                change(session, edit.at(), edit.removed(), edit.inserted(), "insert");
            }
            case TraceEvent.Paste paste -> {
                told(paste.inserted(), "insert");
                require(paste.inserted().length() > 0, "insert", "nothing was pasted");
                change(session, paste.at(), 0, paste.inserted(), "insert");
            }
            case TraceEvent.Pause pause -> {
                require(pause.lengthNs() > 0, "lengthNs", pause.lengthNs() + " is not at least 1");
                require(pause.lengthNs() <= Long.MAX_VALUE - pause.ns(), "lengthNs", "a pause beyond the end of time");
                session.awayUntilNs = pause.ns() + pause.lengthNs();
            }
            case TraceEvent.Submit submit -> {
                require(session.inTurn, "do", "a submit in session " + submit.session() + ", which has no turn begun");
                require(session.length > 0, "do", "a submit of an empty prompt");
                session.inTurn = false;
                session.submitted = session.length;
            }
        }
    }

    private static void begin(Session session, TraceEvent.Begin begin) throws BrokenRule {
        require(!session.inTurn, "do", "a turn begins in session " + begin.session() + " before its last one was submitted");
        require(begin.replyTokens() >= 1, "replyTokens", begin.replyTokens() + " is not at least 1");
        require(begin.promptTokens().orElse(1) >= 1, "promptTokens", begin.promptTokens().orElse(1) + " is not at least 1");
        require(!begin.again() || session.submitted > 0, "again", "nothing was submitted before");
        session.inTurn = true;
        session.length = begin.again() ? session.submitted : 0;
    }

    private void change(Session session, int at, int removed, Inserted inserted, String field) throws BrokenRule {
        require(session.inTurn, "do", "a change to a prompt that was not begun");
        require(at >= 0 && at <= session.length, "at", at + " is not within the prompt's " + session.length + " characters");
        require(removed <= session.length - at, "remove",
                removed + " are more than the " + (session.length - at) + " characters from " + at + " on");
        long length = (long) session.length - removed + inserted.length();
        require(length <= MAX_PROMPT, field, "a prompt of more than " + MAX_PROMPT + " characters");
        session.length = (int) length;
    }

    private void told(Inserted inserted, String field) throws BrokenRule {
        switch (inserted) {
            case Inserted.Text told -> {
                require(text, field, "text in a trace without text");
                require(!told.text().isEmpty(), field, "empty text");
                require(told.text().codePoints().noneMatch(TraceRules::isHalf), field, "half of a surrogate pair");
            }
            case Inserted.Typed told -> require(!text, field, "a class of key in a trace with text");
            case Inserted.Length told -> {
                require(!text || told.length() == 0, field, "a length in a trace with text");
                require(told.length() >= 0, field, told.length() + " is negative");
            }
        }
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void require(boolean holds, String field, String fault) throws BrokenRule {
        if (!holds) {
            throw new BrokenRule(field, fault);
        }
    }

    /// A rule that an event broke, and the field at fault as the file format calls it.
    public static final class BrokenRule extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;

        BrokenRule(String field, String fault) {
            super(fault);
            this.field = field;
        }

        public String field() {
            return field;
        }

        public String fault() {
            return String.valueOf(getMessage());
        }
    }
}
