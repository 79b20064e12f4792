package nmos.harness.gates;

import java.io.IOException;

/// A file or folder that the person at the keyboard named, or keeps for the gates, is not what it has to be. The message is for them.
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    public UnreadableException(String message) {
        super(message);
    }
}
