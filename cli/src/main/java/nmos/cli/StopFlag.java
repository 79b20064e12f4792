package nmos.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Whether the person pressed Ctrl-C. Work that leaves a run behind holds the flag, asks it now and then, and comes to a
/// readable end when it is up:
///
///     try (var _ = terminal.stop().hold()) {
///         while (more() && !terminal.stop().requested()) { ... }
///         writeWhatThereIs();
///     }
///
/// Work that leaves nothing behind does without, and is ended at once.
final class StopFlag {
    /// How long interrupted work may take to write down what it has.
    private static final long GRACE_SEC = 20;

    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean requested;

    /// Keeps the program from ending until closed, by the thread that called this.
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    Hold hold() {
        working.lock();
        return working::unlock;
    }

    boolean requested() {
        return requested;
    }

    /// From now on Ctrl-C raises the flag, and the program ends once nobody holds it.
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /// Raises the flag and waits for work that holds it; whether it came to its end in time.
    boolean stop() {
        requested = true;
        try {
            return working.tryLock(GRACE_SEC, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
