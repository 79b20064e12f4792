package nmos.harness.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;

/// A field of a scenario and the values it is to take, written as `--set` takes them.
///
/// Its text is `path=values`, values with commas between them: `off,chain`, `1,2,4`, `1MiB,4MiB`, or `{kind: off},{kind: chain, k: 4}`. A value
/// may be a range of numbers, as [Range] says.
public record Axis(String path, List<String> values) {
    private static final String OPTION = "--vary ";

    public Axis {
        values = List.copyOf(values);
    }

    /// Reads what one `--vary` was given.
    ///
    /// @throws InvalidFile where the text is no axis; the message is one line that names the option
    public static Axis parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || text.substring(0, equals).isBlank()) {
            throw error(text, "expected path=values, as in speculation.k=1..32 or kv.pageBytes=1MiB,4MiB");
        }
        String path = text.substring(0, equals).strip();
        if (path.equals("replications") || path.equals("seed")) {
            throw error(text, path + " is the same in every point: the replications of a point differ by chance alone; give --" + path);
        }
        List<String> values = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        List<String> pieces = pieces(text, text.substring(equals + 1));
        for (String piece : pieces) {
            if (piece.isEmpty()) {
                throw error(text, "a value is empty, write one between the commas");
            }
            List<String> more = values(text, piece);
            if (values.size() + more.size() > Axes.MOST_POINTS) {
                throw error(text, "more than " + Axes.MOST_POINTS + " values, take larger steps");
            }
            values.addAll(more);
            // A range alone has no value twice, and may have a million.
            for (String value : pieces.size() == 1 ? List.<String>of() : more) {
                String before = seen.putIfAbsent(Amount.of(value).map(Amount::toString).orElse(value), value);
                if (before != null) {
                    throw error(text, before.equals(value) ? "'" + value + "' stands there twice, keep one"
                            : "'" + before + "' and '" + value + "' are the same, keep one");
                }
            }
        }
        return new Axis(path, values);
    }

    /// The value at an index as an override.
    public String setting(int index) {
        return path + "=" + values.get(index);
    }

    private static List<String> values(String text, String piece) {
        try {
            return Range.isOne(piece) ? Range.values(piece) : List.of(piece);
        } catch (IllegalArgumentException noRange) {
            throw error(text, String.valueOf(noRange.getMessage()));
        }
    }

    /// Cut at commas, but for those inside of brackets or quotes.
    private static List<String> pieces(String text, String values) {
        List<String> pieces = new ArrayList<>();
        int depth = 0;
        int from = 0;
        char quote = 0;
        for (int at = 0; at < values.length(); at++) {
            char c = values.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                pieces.add(values.substring(from, at).strip());
                from = at + 1;
            }
            if (depth < 0) {
                throw error(text, "a bracket closes that none opened");
            }
        }
        if (depth > 0 || quote != 0) {
            throw error(text, (depth > 0 ? "a bracket" : "a quote") + " is not closed");
        }
        pieces.add(values.substring(from).strip());
        return pieces;
    }

    static InvalidFile error(String text, String problem) {
        return new InvalidFile(new Place(OPTION + text, 0), "", problem);
    }
}
