package nmos.live.device;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// One thread that computes, one job after the other.
public final class Processor implements AutoCloseable {
    private static final Runnable LAST = () -> {};

    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> failed;
    private final Thread thread;

    /// `failed` hears, on this thread, of what a job did not catch itself.
    public Processor(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        thread = Thread.ofPlatform().daemon().name("nmos-" + name).unstarted(this::work);
        thread.start();
    }

    public void submit(Runnable job) {
        jobs.add(job);
    }

    @SuppressWarnings("ReferenceEquality") // the one job that is none
    private void work() {
        while (true) {
            try {
                Runnable job = jobs.take();
                if (job == LAST) {
                    return;
                }
                job.run();
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
        jobs.add(LAST);
        Ending.await(thread);
    }
}
