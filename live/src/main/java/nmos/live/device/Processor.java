package nmos.live.device;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// One thread that computes, one job after the other.
public final class Processor implements AutoCloseable {
    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private volatile boolean closed;

    /// `failed` hears, on this thread, of what a job did not catch itself.
    public Processor(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        thread = Thread.ofPlatform().daemon().name("nmos-" + name).unstarted(this::work);
        thread.start();
    }

    public void submit(Runnable job) {
        jobs.add(job);
    }

    private void work() {
        while (!closed || !jobs.isEmpty()) {
            try {
                jobs.take().run();
            } catch (InterruptedException e) {
                // Only closing ends the thread.
            } catch (RuntimeException | Error e) {
                failed.accept(e);
            }
        }
    }

    /// Does what was handed in, and ends.
    @Override
    public void close() {
        closed = true;
        jobs.add(() -> {});
        Ending.await(thread);
    }
}
