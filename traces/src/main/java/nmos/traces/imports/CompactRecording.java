package nmos.traces.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nmos.traces.TraceRules;
import nmos.traces.file.Lines;
import nmos.traces.file.TraceException;

/// One session a line: a name, a tab, then for each action `<ms since the action before><class>[count]`, separated by blanks.
/// Of a replacement the form tells one number, in KLiCKe the length of the whole note "old => new"; it is taken for a paste.
/// So is a quotation mark typed in KLiCKe, which the form counts as two characters.
final class CompactRecording implements Recording {
    private static final String CLASSES = "ISPNBXMGOAC";
    private static final Recorded.What[] WHAT = {
        Recorded.What.LETTER, Recorded.What.SPACE, Recorded.What.PUNCTUATION, Recorded.What.NEWLINE,
        Recorded.What.DELETE, Recorded.What.PASTE, Recorded.What.MOVE, Recorded.What.REQUEST,
        Recorded.What.SHOWN, Recorded.What.TAKEN, Recorded.What.CLOSED,
    };
    private static final long NS_PER_MS = 1_000_000;
    private static final long MAX_MS = 100L * 365 * 86_400_000;

    @Override
    public void read(Lines lines, Consumer<Recorded.Session> sessions) throws IOException {
        while (lines.next()) {
            sessions.accept(session(lines));
        }
    }

    private static Recorded.Session session(Lines lines) throws TraceException {
        byte[] bytes = lines.bytes();
        int end = lines.size();
        int at = 0;
        while (at < end && bytes[at] != '\t') {
            at++;
        }
        if (at == 0 || at == end) {
            throw lines.bad("session", "a name and a tab are wanted at the start of the line");
        }
        String name = new String(bytes, 0, at, StandardCharsets.UTF_8);
        List<Recorded> actions = new ArrayList<>();
        long ms = 0;
        while (at < end) {
            int token = at + 1;
            at = token;
            while (at < end && isDigit(bytes[at])) {
                at++;
            }
            ms += number(lines, token, at);
            if (ms > MAX_MS) {
                throw lines.bad("action " + (actions.size() + 1), "a session of more than a hundred years");
            }
            int what = at < end ? CLASSES.indexOf(bytes[at]) : -1;
            if (what < 0) {
                throw lines.bad("action " + (actions.size() + 1), "one of the classes " + CLASSES + " is wanted after the gap");
            }
            at++;
            int count = at;
            while (at < end && isDigit(bytes[at])) {
                at++;
            }
            if (at < end && bytes[at] != ' ') {
                throw lines.bad("action " + (actions.size() + 1), "a blank is wanted after it");
            }
            long characters = count == at ? 1 : number(lines, count, at);
            if (characters < 1 || characters > TraceRules.MAX_PROMPT) {
                throw lines.bad("action " + (actions.size() + 1), characters + " characters at once");
            }
            actions.add(new Recorded(ms * NS_PER_MS, WHAT[what], (int) characters));
        }
        return new Recorded.Session(name, actions);
    }

    private static long number(Lines lines, int from, int to) throws TraceException {
        if (to == from || to - from > 12) {
            throw lines.bad("column " + (from + 1), "a whole number of at most 12 digits is wanted");
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + lines.bytes()[i] - '0';
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
