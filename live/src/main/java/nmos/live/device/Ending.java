package nmos.live.device;

/// Waits for what has to end. An interrupt meanwhile is kept for the caller.
public final class Ending {
    private Ending() {}

    /// Returns at once if what is waited for has ended, and may be asked again.
    @FunctionalInterface
    public interface Wait {
        void end() throws InterruptedException;
    }

    public static void await(Thread thread) {
        await(thread::join);
    }

    public static void await(Wait wait) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                wait.end();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
