package nmos.world.acceptance;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A pass tape of turns on disk: tab-separated text, one line a reply.
///
/// ```
/// nmos-pass-tape  1
/// source  run of 09-..., stories260K.gguf, draft llama2xs-272K.gguf, ...
/// session turn    accepted
/// 0       0       0 3 1 2 0
/// 0       1
/// 1       0       2 2
/// ```
///
/// `accepted`: guesses the oracle accepted in each pass of the reply after the prompt's, separated by spaces.
public final class TurnTapeFile {
    static final String MAGIC = "nmos-pass-tape";
    private static final String VERSION = "1";
    private static final String HEAD = MAGIC + "\t" + VERSION;
    private static final String SOURCE = "source\t";
    private static final String COLUMNS = "session\tturn\taccepted";
    private static final int FIRST_REPLY = 3;

    private TurnTapeFile() {}

    /// Writes a new file; one that exists is not touched.
    public static void write(TurnTape tape, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            out.write(HEAD + "\n" + SOURCE + tape.source() + "\n" + COLUMNS + "\n");
            for (TurnTape.Reply reply : tape.replies()) {
                String accepted = reply.accepted().stream().map(String::valueOf).collect(Collectors.joining(" "));
                out.write(reply.of().session() + "\t" + reply.of().turn() + "\t" + accepted + "\n");
            }
        }
    }

    /// `lines` of `file`, whose first begins with [#MAGIC].
    ///
    /// @throws IOException where they are no tape; the message names the line
    static TurnTape read(Path file, List<String> lines) throws IOException {
        need(file, lines, 0, HEAD, "expected '" + MAGIC + "', a tab and version '" + VERSION + "'");
        String source = lines.size() < 2 ? "" : lines.get(1);
        if (!source.startsWith(SOURCE) || source.substring(SOURCE.length()).isBlank()) {
            throw wrong(file, 1, "expected 'source', a tab and one line that says where the tape is from");
        }
        need(file, lines, 2, COLUMNS, "expected the columns 'session', 'turn' and 'accepted', separated by tabs");
        List<TurnTape.Reply> replies = new ArrayList<>();
        for (int line = FIRST_REPLY; line < lines.size(); line++) {
            replies.add(reply(file, line, lines.get(line)));
        }
        try {
            return new TurnTape(source.substring(SOURCE.length()), replies);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static void need(Path file, List<String> lines, int line, String text, String otherwise) throws IOException {
        if (lines.size() <= line || !lines.get(line).equals(text)) {
            throw wrong(file, line, otherwise);
        }
    }

    private static TurnTape.Reply reply(Path file, int line, String text) throws IOException {
        String[] fields = text.split("\t", -1);
        if (fields.length != 3) {
            throw wrong(file, line, fields.length + " fields separated by tabs, expected 3: session, turn and accepted");
        }
        List<Integer> accepted = new ArrayList<>();
        for (String count : fields[2].isEmpty() ? new String[0] : fields[2].split(" ", -1)) {
            accepted.add(number(file, line, count, "accepted"));
        }
        var of = new TapedTurn(number(file, line, fields[0], "session"), number(file, line, fields[1], "turn"));
        return new TurnTape.Reply(of, accepted);
    }

    private static int number(Path file, int line, String field, String name) throws IOException {
        if (!field.matches("[0-9]{1,6}")) {
            throw wrong(file, line, name + " '" + field + "' is not a number below a million");
        }
        return Integer.parseInt(field);
    }

    private static IOException wrong(Path file, int line, String what) {
        return new IOException(file + ":" + (line + 1) + ": " + what);
    }
}
