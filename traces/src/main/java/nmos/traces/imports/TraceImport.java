package nmos.traces.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import nmos.traces.TraceHeader;
import nmos.traces.file.Lines;
import nmos.traces.file.TraceWriter;

/// Writes a file of recordings as a trace without text. Its sessions follow one another, each begun a little after the one
/// before has ended, so that a long file plays without ever having more than one person at the keyboard.
public final class TraceImport {
    static final long BETWEEN_SESSIONS_NS = 10_000_000_000L;
    private static final int MAX_LINE_BYTES = 1 << 26;

    private TraceImport() {}

    public static ImportCount run(Path from, RecordingFormat format, ImportOptions options, OutputStream out) throws IOException {
        try (Lines lines = Lines.open(from, MAX_LINE_BYTES);
                TraceWriter writer = new TraceWriter(header(from, format, options), out)) {
            TurnMaker turns = new TurnMaker(options, writer::add);
            format.parser().read(lines, session -> {
                if (turns.count().sessions() < options.maxSessions()) {
                    turns.take(session);
                }
            });
            if (turns.count().sessions() == 0) {
                throw lines.bad("", "no session in it");
            }
            return turns.count();
        }
    }

    private static TraceHeader header(Path from, RecordingFormat format, ImportOptions options) {
        String cut = options.cutChars() == 0 ? "" : ", submitted at the end of a sentence after " + options.cutChars() + " characters";
        return new TraceHeader(false, "imported from " + from.getFileName() + ", " + format.label + cut,
                "recorded people: what a fitted generator is held against");
    }
}
