package nmos.live.world;

import java.util.Map;
import java.util.concurrent.Callable;

/// Says where every thread is when something takes so long that it must hang.
final class Watchdog {
    private static final long PATIENCE_MS = 50_000;

    private Watchdog() {}

    static <T> T watched(Callable<T> work) throws Exception {
        Thread dog = Thread.ofPlatform().daemon().name("watchdog").start(Watchdog::bark);
        try {
            return work.call();
        } finally {
            dog.interrupt();
        }
    }

    private static void bark() {
        try {
            Thread.sleep(PATIENCE_MS);
        } catch (InterruptedException e) {
            return;
        }
        StringBuilder dump = new StringBuilder("still running after " + PATIENCE_MS + " ms").append('\n');
        for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
            dump.append(thread.getKey()).append('\n');
            for (StackTraceElement frame : thread.getValue()) {
                dump.append("    ").append(frame).append('\n');
            }
        }
        System.err.print(dump);
    }
}
