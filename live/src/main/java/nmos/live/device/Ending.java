package nmos.live.device;

/// Waits for a device's thread to end. An interrupt meanwhile is kept for the caller.
final class Ending {
    private Ending() {}

    static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
