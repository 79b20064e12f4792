package nmos.harness.gates;

import java.io.IOException;
import java.nio.file.Path;
import nmos.harness.gates.told.History;

/// Adds long lines to a history: `FILE NAME LINES`.
public final class HistoryWriters {
    private HistoryWriters() {}

    public static void main(String[] arguments) throws IOException {
        for (int line = 0; line < Integer.parseInt(arguments[2]); line++) {
            History.append(Path.of(arguments[0]), line(arguments[1]));
        }
    }

    static String line(String name) {
        return name.repeat(20_000) + "\n";
    }
}
