package nmos.harness.published;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as RFC 4180 has them: a field in quotes may hold commas, line ends and doubled quotes.
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /// One line of a table, and the line of the file it begins in.
    record Line(int number, List<String> fields) {}

    static List<Line> lines(String text) {
        return new Csv(text).all();
    }

    private List<Line> all() {
        var lines = new ArrayList<Line>();
        int number = 1;
        while (at < text.length()) {
            int from = at;
            List<String> fields = line();
            if (fields.size() > 1 || !fields.getFirst().isBlank()) {
                lines.add(new Line(number, fields));
            }
            number += (int) text.substring(from, at).chars().filter(c -> c == '\n').count();
        }
        return lines;
    }

    private List<String> line() {
        var fields = new ArrayList<String>();
        do {
            fields.add(field());
        } while (takes(','));
        takes('\r');
        takes('\n');
        return fields;
    }

    private boolean takes(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private String field() {
        return takes('"') ? quoted() : plain();
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /// Up to a quote that no other follows, or the end of a file that was cut short.
    private String quoted() {
        var field = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && !takes('"')) {
                break;
            }
            field.append(c);
        }
        return field.toString();
    }
}
