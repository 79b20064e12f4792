package nmos.traces.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import nmos.traces.Inserted;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.TraceRules;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.MinimalPrettyPrinter;

/// Writes a trace line by line, its fields always in the same order. Refuses events that the reader would refuse.
public final class TraceWriter implements Closeable {
    static final String FORMAT = "nmos-trace";
    static final int VERSION = 1;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM).build();

    private final OutputStream out;
    private final JsonGenerator json;
    private final TraceRules rules;

    /// Closing the writer closes `out`.
    public TraceWriter(TraceHeader header, OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        json = JSON.createGenerator(new NoSeparators(), this.out);
        rules = new TraceRules(header.text());
        json.writeStartObject();
        json.writeStringProperty("format", FORMAT);
        json.writeNumberProperty("version", VERSION);
        json.writeBooleanProperty("text", header.text());
        json.writeStringProperty("source", header.source());
        json.writeStringProperty("why", header.why());
        endLine();
    }

    public static void write(Trace trace, OutputStream out) throws IOException {
        try (TraceWriter writer = new TraceWriter(trace.header(), out)) {
            trace.events().forEach(writer::add);
        }
    }

    public void add(TraceEvent event) {
        try {
            rules.take(event);
        } catch (TraceRules.BrokenRule e) {
            throw new IllegalArgumentException(event + ": " + e.field() + ": " + e.fault(), e);
        }
        json.writeStartObject();
        json.writeNumberProperty("ns", event.ns());
        json.writeNumberProperty("session", event.session());
        switch (event) {
            case TraceEvent.Open open -> {
                kind(EventKind.OPEN);
                json.writeStringProperty("person", open.person());
            }
            case TraceEvent.Begin begin -> begin(begin);
            case TraceEvent.Key key -> {
                kind(EventKind.KEY);
                json.writeNumberProperty("at", key.at());
                inserted("key", key.typed());
            }
            case TraceEvent.Edit edit -> {
                kind(EventKind.EDIT);
                json.writeNumberProperty("at", edit.at());
                json.writeNumberProperty("remove", edit.removed());
                if (edit.inserted().length() > 0) {
                    inserted("insert", edit.inserted());
                }
            }
            case TraceEvent.Paste paste -> {
                kind(EventKind.PASTE);
                json.writeNumberProperty("at", paste.at());
                inserted("insert", paste.inserted());
            }
            case TraceEvent.Pause pause -> {
                kind(EventKind.PAUSE);
                json.writeNumberProperty("lengthNs", pause.lengthNs());
            }
            case TraceEvent.Submit submit -> kind(EventKind.SUBMIT);
        }
        endLine();
    }

    @Override
    public void close() throws IOException {
        json.close();
        out.close();
    }

    private void begin(TraceEvent.Begin begin) {
        kind(EventKind.BEGIN);
        json.writeStringProperty("reply", begin.reply().label);
        json.writeNumberProperty("replyTokens", begin.replyTokens());
        begin.promptTokens().ifPresent(tokens -> json.writeNumberProperty("promptTokens", tokens));
        if (begin.again()) {
            json.writeBooleanProperty("again", true);
        }
    }

    private void kind(EventKind kind) {
        json.writeStringProperty("do", kind.label);
    }

    private void inserted(String field, Inserted inserted) {
        switch (inserted) {
            case Inserted.Text told -> json.writeStringProperty(field, told.text());
            case Inserted.Typed told -> json.writeStringProperty(field, told.key().label);
            case Inserted.Length told -> json.writeNumberProperty(field, told.length());
        }
    }

    private void endLine() {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /// Without it a blank would stand between two lines.
    private static final class NoSeparators extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new MinimalPrettyPrinter("");
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
