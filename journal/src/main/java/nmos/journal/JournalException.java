package nmos.journal;

import java.io.IOException;

/// A file that is not a journal, or not one a writer of ours made. The message names the file, the offset and the fault.
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalException(String file, long offset, String fault) {
        super(file + ": offset " + offset + ": " + fault);
    }
}
