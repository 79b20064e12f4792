package nmos.live.device;

import java.util.ArrayDeque;

/// What was opened or started, to be closed in the opposite order: all of it, also where one cannot be.
public final class Opened implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

    public <T extends AutoCloseable> T add(T what) {
        open.push(what);
        return what;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                first = first == null ? new IllegalStateException("closing failed: " + e.getMessage(), e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
