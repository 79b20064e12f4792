package nmos.harness.sweep;

/// A sweep that cannot be begun. The message is one line for the person who asked for it.
public final class SweepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SweepException(String message) {
        super(message);
    }
}
