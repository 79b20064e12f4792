package nmos.harness.grid;

/// Somebody asked for a figure that there is none of. The message is one line that says which there are.
public final class UnknownMetric extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownMetric(String message) {
        super(message);
    }
}
