package nmos.harness.compare;

/// A comparison that cannot be made as asked; one line for the person who asked.
public final class CompareException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CompareException(String message) {
        super(message);
    }
}
