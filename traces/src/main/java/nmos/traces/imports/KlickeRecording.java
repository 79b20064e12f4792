package nmos.traces.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nmos.traces.TraceRules;
import nmos.traces.file.Lines;
import nmos.traces.file.TraceException;

/// KLiCKe's own files: CSV, one person a file, one key a row. A quoted field may hold line ends, and
/// writes a quotation mark and a line end with a backslash before it. The time of an action is that of
/// the key going down, from the first row on.
final class KlickeRecording implements Recording {
    private static final List<String> HEADER = List.of("", "DownEventID", "UpEventID", "DownTime", "UpTime", "ActionTime",
            "DownEvent", "UpEvent", "Cursorposition", "WordCount", "TextChange", "Activity");
    private static final int DOWN_TIME = HEADER.indexOf("DownTime");
    private static final int DOWN_EVENT = HEADER.indexOf("DownEvent");
    private static final int TEXT_CHANGE = HEADER.indexOf("TextChange");
    private static final int ACTIVITY = HEADER.indexOf("Activity");
    private static final String REPLACED_BY = " => ";
    private static final long NS_PER_MS = 1_000_000;
    private static final int MOST_DIGITS = 15;
    private static final int NEVER = -2;

    @Override
    public void read(Lines lines, Consumer<Recorded.Session> sessions) throws IOException {
        if (!row(lines).equals(HEADER)) {
            throw lines.bad("", "not a file of KLiCKe: its first row is " + String.join(",", HEADER));
        }
        List<Recorded> actions = new ArrayList<>();
        long startMs = -1;
        long lastMs = -1;
        for (List<String> row = row(lines); !row.isEmpty(); row = row(lines)) {
            if (row.size() != HEADER.size()) {
                throw lines.bad("", row.size() + " fields, and " + HEADER.size() + " are wanted");
            }
            long ms = time(lines, row.get(DOWN_TIME));
            if (ms < lastMs) {
                throw lines.bad("DownTime", ms + " is before the row above, at " + lastMs);
            }
            startMs = startMs < 0 ? ms : startMs;
            lastMs = ms;
            actions.add(action(lines, (ms - startMs) * NS_PER_MS, row));
        }
        String name = String.valueOf(Path.of(lines.file()).getFileName()).replaceFirst("\\..*", "");
        sessions.accept(new Recorded.Session(name, actions));
    }

    private static Recorded action(Lines lines, long ns, List<String> row) throws TraceException {
        String text = row.get(TEXT_CHANGE).replace("\\\"", "\"").replace("\\n", "\n");
        int length = text.codePointCount(0, text.length());
        String activity = row.get(ACTIVITY);
        if (activity.startsWith("Move")) {
            return new Recorded(ns, Recorded.What.MOVE, 1);
        }
        if (length == 0 || length > TraceRules.MAX_PROMPT) {
            throw lines.bad("TextChange", "a change of " + length + " characters");
        }
        return switch (activity) {
            case "Input" -> input(ns, text, length, row.get(DOWN_EVENT));
            case "Remove/Cut" -> new Recorded(ns, Recorded.What.DELETE, length);
            case "Paste" -> new Recorded(ns, Recorded.What.PASTE, length);
            case "Replace" -> replacement(lines, ns, text);
            case "Nonproduction" -> new Recorded(ns, Recorded.What.MOVE, 1);
            default -> throw lines.bad("Activity", "'" + activity + "' is none of Input, Remove/Cut, Paste, Replace, Move, Nonproduction");
        };
    }

    private static Recorded input(long ns, String text, int length, String key) {
        if (length > 1) {
            return new Recorded(ns, Recorded.What.PASTE, length);
        }
        return new Recorded(ns, key.equals("Enter") ? Recorded.What.NEWLINE : Recorded.What.ofKey(text.codePointAt(0)), 1);
    }

    private static Recorded replacement(Lines lines, long ns, String text) throws TraceException {
        int arrow = text.indexOf(REPLACED_BY);
        if (arrow < 1) {
            throw lines.bad("TextChange", "a replacement is written old => new");
        }
        int removed = text.codePointCount(0, arrow);
        int inserted = text.codePointCount(arrow + REPLACED_BY.length(), text.length());
        return new Recorded(ns, Recorded.What.PASTE, inserted, removed);
    }

    private static long time(Lines lines, String text) throws TraceException {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw lines.bad("DownTime", "a whole number of ms is wanted");
        }
        return Long.parseLong(text);
    }

    /// The fields of the next row; none at the end.
    private static List<String> row(Lines lines) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        while (lines.next()) {
            String line = new String(lines.bytes(), 0, lines.size(), StandardCharsets.UTF_8);
            if (begun) {
                field.append('\n');
            }
            begun = true;
            int closedAt = NEVER;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    // A quote that is doubled within quotes ends and begins them again, and stands for itself.
                    if (!quoted && closedAt == i - 1) {
                        field.append(c);
                    }
                    closedAt = quoted ? i : NEVER;
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    fields.add(field.toString());
                    field.setLength(0);
                } else if (quoted || c != '\r') {
                    field.append(c);
                }
            }
            if (!quoted) {
                fields.add(field.toString());
                return fields;
            }
            if (field.length() > TraceRules.MAX_PROMPT) {
                throw lines.bad("", "a field without an end");
            }
        }
        if (begun) {
            throw lines.bad("", "the file ends within quotes");
        }
        return fields;
    }
}
