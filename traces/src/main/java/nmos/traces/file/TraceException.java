package nmos.traces.file;

import java.io.IOException;

/// A file that is not a typing trace, or breaks its rules. The message names the file, the line and the field.
public final class TraceException extends IOException {
    private static final long serialVersionUID = 1L;

    /// `field` may be empty: the whole line is at fault.
    public TraceException(String file, long line, String field, String fault) {
        super(file + ": line " + line + ": " + (field.isEmpty() ? "" : field + ": ") + fault);
    }
}
