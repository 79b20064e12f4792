package nmos.harness.published;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as RFC 4180 has them: a field in quotes may hold commas, line ends and doubled quotes.
final class Csv {
    private static final long MOST_BYTES = 64L << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String text;
    private int at;

    private Csv(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /// One line of a table, and the line of the file it begins in.
    record Line(int number, List<String> fields) {}

    /// Reads a file.
    ///
    /// @throws PublishedException where it is no text of this form; the message is for the person who named it
    static List<Line> read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new PublishedException(file + ": more than 64 MiB are no table");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            return lines(file, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException binary) {
            throw new PublishedException(file + ": not text in UTF-8; name a table of comma-separated values");
        }
    }

    /// `file`: where the text is from, for messages.
    static List<Line> lines(Path file, String text) {
        return new Csv(file, text).all();
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

    /// Up to a quote that no other follows. One that is never closed would take all that follows for one field.
    private String quoted() {
        int from = at;
        var field = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && !takes('"')) {
                return field.toString();
            }
            field.append(c);
        }
        throw new PublishedException(file + ":" + (1 + text.substring(0, from).chars().filter(c -> c == '\n').count())
                + ": a quote is opened and never closed; close it, and write one inside of quotes twice");
    }
}
