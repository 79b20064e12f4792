package nmos.live.gguf;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that cannot be used or written as GGUF, in one line for the person who named it: file, offset where there is one,
/// field, and what is wrong.
public final class GgufException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MOST_FIELD_CHARS = 120;

    private GgufException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public static GgufException at(String file, long offset, String field, String problem) {
        return new GgufException(file + ": offset " + offset + ": " + printable(field) + ": " + problem, null);
    }

    public static GgufException of(String file, String field, String problem) {
        return new GgufException(file + ": " + printable(field) + ": " + problem, null);
    }

    public static GgufException of(Path file, String problem) {
        return new GgufException(file + ": " + problem, null);
    }

    public static GgufException of(Path file, String problem, Throwable cause) {
        return new GgufException(file + ": " + problem, cause);
    }

    /// Names come out of the file: they may be long, and may hold what would break a line or a terminal.
    private static String printable(String field) {
        String head = field.length() > MOST_FIELD_CHARS ? field.substring(0, MOST_FIELD_CHARS) + "..." : field;
        return head.replaceAll("[^\\p{Print}]", "?");
    }
}
