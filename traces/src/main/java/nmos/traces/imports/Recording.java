package nmos.traces.imports;

import java.io.IOException;
import java.util.function.Consumer;
import nmos.traces.file.Lines;

/// A parser of one format of recordings.
interface Recording {
    /// Hands over each session as it is read.
    void read(Lines lines, Consumer<Recorded.Session> sessions) throws IOException;
}
