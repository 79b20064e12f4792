package nmos.traces.imports;

import java.util.function.Supplier;

/// The formats that can be imported. A new one is a [Recording] and a line here.
public enum RecordingFormat {
    /// Sessions of millisecond gaps and key classes, one session a line.
    COMPACT("compact", CompactRecording::new);

    public final String label;
    private final Supplier<Recording> parser;

    RecordingFormat(String label, Supplier<Recording> parser) {
        this.label = label;
        this.parser = parser;
    }

    Recording parser() {
        return parser.get();
    }
}
