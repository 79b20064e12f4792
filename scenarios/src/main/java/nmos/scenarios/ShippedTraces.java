package nmos.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nmos.scenarios.yaml.Spelling;
import nmos.traces.Trace;
import nmos.traces.file.TraceReader;
import nmos.traces.synth.ShippedTrace;

/// Finds traces, by the name of one that ships or by path.
final class ShippedTraces {
    private ShippedTraces() {}

    static Trace open(String nameOrPath) throws IOException {
        for (ShippedTrace shipped : ShippedTrace.values()) {
            if (shipped.label.equals(nameOrPath)) {
                return shipped.read();
            }
        }
        Path path = Path.of(nameOrPath);
        if (!Files.exists(path)) {
            List<String> names = Arrays.stream(ShippedTrace.values()).map(shipped -> shipped.label).toList();
            throw new NoSuchFileException(Spelling.unknown("trace", nameOrPath, names) + " (no file of that name either)");
        }
        return TraceReader.read(path);
    }
}
