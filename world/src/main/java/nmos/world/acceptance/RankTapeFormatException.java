package nmos.world.acceptance;

import java.io.IOException;
import java.nio.file.Path;

/// A rank tape file that does not say what one must say, with the line.
public final class RankTapeFormatException extends IOException {
    private static final long serialVersionUID = 1;

    RankTapeFormatException(Path file, long line, String what) {
        super(file + ":" + line + ": " + what);
    }
}
