package nmos.reports.perfetto;

import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import nmos.reports.perfetto.Event.Detail;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes events one after the other in the Trace Event Format. Times are microseconds there: written from whole nanoseconds, with
/// three decimals and never with an exponent.
final class EventWriter implements AutoCloseable {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{Cs}");

    private final JsonGenerator json;

    /// Closing this does not close `out`.
    EventWriter(OutputStream out, List<String> notes) {
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
        json.writeStartObject();
        json.writeStringProperty("displayTimeUnit", "ms");
        json.writeName("otherData");
        json.writeStartObject();
        for (int note = 0; note < notes.size(); note++) {
            text("note " + (note + 1), notes.get(note));
        }
        json.writeEndObject();
        json.writeName("traceEvents");
        json.writeStartArray();
    }

    void process(int process, String name, List<Track> tracks) {
        metadata(process, 0, "process_name", "name", name);
        metadata(process, 0, "process_sort_index", "sort_index", process);
        for (Track track : tracks) {
            metadata(process, track.number(), "thread_name", "name", track.name());
            metadata(process, track.number(), "thread_sort_index", "sort_index", track.number());
        }
    }

    private void metadata(int process, int track, String what, String field, Object value) {
        begin("M", what);
        json.writeNumberProperty("pid", process);
        json.writeNumberProperty("tid", track);
        details(new Detail(field, value));
        end();
    }

    void write(Event event) {
        switch (event) {
            case Event.Slice e -> {
                begin("X", e.name());
                text("cat", e.category());
                time("ts", e.ns());
                time("dur", e.lastsNs());
                place(e.process(), e.track());
                details(e.details());
            }
            case Event.Begin e -> {
                begin("b", e.name());
                text("cat", e.category());
                id(e.id());
                time("ts", e.ns());
                place(e.process(), 0);
                details(e.details());
            }
            case Event.End e -> {
                begin("e", e.name());
                text("cat", e.category());
                id(e.id());
                time("ts", e.ns());
                place(e.process(), 0);
                details(e.details());
            }
            case Event.Count e -> {
                begin("C", e.name());
                time("ts", e.ns());
                place(e.process(), 0);
                details(new Detail(e.unit(), e.value()));
            }
            case Event.Instant e -> {
                begin("i", e.name());
                text("cat", e.category());
                text("s", e.track() == null ? "p" : "t");
                time("ts", e.ns());
                place(e.process(), e.track() == null ? 0 : e.track());
            }
            case Event.Arrow e -> {
                begin(e.part().phase, "first token");
                text("cat", "flow");
                id(e.id());
                time("ts", e.ns());
                place(e.process(), e.track());
                if (e.part() == Event.Arrow.Part.LAST) {
                    text("bp", "e");
                }
            }
        }
        end();
    }

    private void begin(String phase, String name) {
        json.writeRaw('\n');
        json.writeStartObject();
        text("ph", phase);
        text("name", name);
    }

    private void end() {
        json.writeEndObject();
    }

    private void place(int process, int track) {
        json.writeNumberProperty("pid", process);
        json.writeNumberProperty("tid", track);
    }

    private void id(long id) {
        text("id", "0x" + Long.toHexString(id));
    }

    private void time(String name, long ns) {
        json.writeName(name);
        json.writeNumber(micros(ns));
    }

    private static String micros(long ns) {
        long rest = ns % 1000;
        return ns / 1000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
    }

    private void details(Detail... details) {
        if (details.length == 0) {
            return;
        }
        json.writeName("args");
        json.writeStartObject();
        for (Detail detail : details) {
            switch (detail.value()) {
                case Long number -> json.writeNumberProperty(detail.name(), number);
                case Integer number -> json.writeNumberProperty(detail.name(), number);
                default -> text(detail.name(), detail.value().toString());
            }
        }
        json.writeEndObject();
    }

    /// Names come from files: half a character cannot be written.
    private void text(String name, String value) {
        json.writeStringProperty(name, HALF_A_CHARACTER.matcher(value).replaceAll("?"));
    }

    @Override
    public void close() {
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }
}
