package nmos.live.disk;

/// Memory that the kernel keeps mapped, so that a read into it need not map its pages each time. To be closed before the memory
/// is freed; reads under way into it, or asked for later, are right all the same.
public final class Registration implements AutoCloseable {
    private final String why;
    private Runnable undo;

    Registration(String why, Runnable undo) {
        this.why = why;
        this.undo = undo;
    }

    /// Why the memory is read into like any other; empty when it is registered.
    public String whyNot() {
        return why;
    }

    @Override
    public synchronized void close() {
        undo.run();
        undo = () -> {};
    }
}
