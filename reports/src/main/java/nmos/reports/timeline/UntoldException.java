package nmos.reports.timeline;

import java.io.IOException;
import java.nio.file.Path;

/// Of a run of which too much happened to be told; its report can be shown all the same. `why` goes into a sentence.
public final class UntoldException extends IOException {
    private static final long serialVersionUID = 1;

    private final String why;

    UntoldException(Path folder, String why, Throwable cause) {
        super(folder + ": " + why, cause);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
