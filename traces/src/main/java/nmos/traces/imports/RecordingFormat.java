package nmos.traces.imports;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// The formats that can be imported. A new one is a [Recording] and a line here.
public enum RecordingFormat {
    /// Sessions of millisecond gaps and key classes, one session a line.
    COMPACT("compact", ".tsv", CompactRecording::new),
    /// KLiCKe's own files.
    KLICKE("klicke", ".csv", KlickeRecording::new);

    public final String label;
    private final String ending;
    private final Supplier<Recording> parser;

    RecordingFormat(String label, String ending, Supplier<Recording> parser) {
        this.label = label;
        this.ending = ending;
        this.parser = parser;
    }

    /// By how the file's name ends, `.gz` aside.
    public static Optional<RecordingFormat> ofFile(Path file) {
        String name = file.toString().replaceFirst("\\.gz$", "");
        return Arrays.stream(values()).filter(format -> name.endsWith(format.ending)).findFirst();
    }

    Recording parser() {
        return parser.get();
    }
}
