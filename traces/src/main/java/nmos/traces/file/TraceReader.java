package nmos.traces.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.TraceRules;
import org.jspecify.annotations.Nullable;

/// Reads a trace event by event, believing nothing: whatever breaks the format or its rules ends in a [TraceException] that
/// names the file, the line and the field. Holds one line and a few numbers for each session.
public final class TraceReader implements Closeable {
    public static final int MAX_LINE_BYTES = 1 << 20;

    private final Lines lines;
    private final TraceHeader header;
    private final TraceRules rules;

    private TraceReader(Lines lines) throws IOException {
        this.lines = lines;
        if (!lines.next()) {
            throw lines.bad("", "the file is empty: a trace starts with its header");
        }
        Fields fields = new Fields(lines);
        String format = fields.text("format");
        if (!format.equals(TraceWriter.FORMAT)) {
            throw lines.bad("format", "not a typing trace, which says \"" + TraceWriter.FORMAT + "\" here");
        }
        long version = fields.number("version");
        if (version != TraceWriter.VERSION) {
            throw lines.bad("version", version + ", and this program reads " + TraceWriter.VERSION);
        }
        header = new TraceHeader(fields.flag("text"), fields.text("source"), fields.text("why"));
        fields.finish();
        rules = new TraceRules(header.text());
    }

    public static TraceReader open(Path path) throws IOException {
        return reading(Lines.open(path, MAX_LINE_BYTES));
    }

    /// Reads from any stream; errors call it `name`.
    public static TraceReader of(String name, InputStream in) throws IOException {
        return reading(Lines.of(name, in, MAX_LINE_BYTES));
    }

    private static TraceReader reading(Lines lines) throws IOException {
        try {
            return new TraceReader(lines);
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    /// The whole trace.
    public static Trace read(Path path) throws IOException {
        try (TraceReader reader = open(path)) {
            return reader.rest();
        }
    }

    public TraceHeader header() {
        return header;
    }

    /// The next event, or null after the last.
    public @Nullable TraceEvent next() throws IOException {
        if (!lines.next()) {
            return null;
        }
        Fields fields = new Fields(lines);
        long ns = fields.number("ns");
        int session = fields.integer("session");
        EventKind kind = EventKind.values()[fields.word("do", EventKind.LABELS)];
        TraceEvent event = kind.read(ns, session, fields, header.text());
        fields.finish();
        try {
            rules.take(event);
        } catch (TraceRules.BrokenRule e) {
            throw lines.bad(e.field(), e.fault());
        }
        return event;
    }

    /// What has not been read yet, as a trace.
    public Trace rest() throws IOException {
        List<TraceEvent> events = new ArrayList<>();
        for (TraceEvent event = next(); event != null; event = next()) {
            events.add(event);
        }
        return new Trace(header, events);
    }

    /// How far into the file the reader is, give or take a buffer.
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
