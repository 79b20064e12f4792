package nmos.harness.compare;

import java.util.function.BooleanSupplier;

/// Interrupts the thread that made it once it is not to go on, as its waiting for other processes would not notice.
final class Interrupter implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;

    private final Thread watched = Thread.currentThread();
    private final Thread watch;
    private volatile boolean interrupted;

    Interrupter(BooleanSupplier goOn) {
        watch = Thread.ofVirtual().start(() -> {
            try {
                while (goOn.getAsBoolean()) {
                    Thread.sleep(LOOK_EVERY_MS);
                }
                interrupted = true;
                watched.interrupt();
            } catch (InterruptedException closed) {
                // nothing to interrupt any more
            }
        });
    }

    /// From here on the thread is not interrupted, and an interrupt that came too late to be noticed is taken back.
    @Override
    public void close() {
        watch.interrupt();
        boolean other = false;
        while (true) {
            try {
                watch.join();
                break;
            } catch (InterruptedException again) {
                other = !interrupted;
            }
        }
        if (interrupted) {
            boolean _ = Thread.interrupted();
        }
        if (other) {
            Thread.currentThread().interrupt();
        }
    }
}
