package nmos.live.world;

import java.nio.file.Path;

/// A scenario that asks more of a sound model file than the model is made for: in one line, the file, what is wrong and what to change.
public final class UnplayableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnplayableException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
