package nmos.harness.published;

/// A table that cannot be read; the message is one line for the person who named it.
public final class PublishedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PublishedException(String message) {
        super(message);
    }
}
