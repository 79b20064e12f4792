package nmos.scout;

import java.io.IOException;

/// A file of prompts or a confusion table that is not as it must be. The message names the file, the line and the field.
public final class ScoutFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ScoutFileException(String file, long line, String field, String problem) {
        super(file + ":" + line + ": " + field + ": " + problem);
    }

    ScoutFileException(String file, long line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
