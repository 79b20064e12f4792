package nmos.live.device;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// One thread that computes, one job after the other. An interrupt changes nothing: only closing ends the thread.
public final class Processor implements AutoCloseable {
    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private volatile boolean closing;

    /// `failed` hears, on this thread, of what a job did not catch itself.
    public Processor(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        thread = Thread.ofPlatform().daemon().name("nmos-" + name).unstarted(this::work);
        thread.start();
    }

    /// Nobody waits for what is computed any more: a long job does well to ask.
    public boolean closing() {
        return closing;
    }

    public void submit(Runnable job) {
        jobs.add(job);
    }

    private void work() {
        while (!closing) {
            try {
                jobs.take().run();
            } catch (InterruptedException e) {
                // The next job finds the flag down.
            } catch (RuntimeException | Error e) {
                failed.accept(e);
            }
        }
    }

    /// Ends after the job that has begun; those that wait are not done.
    @Override
    public void close() {
        closing = true;
        jobs.clear();
        jobs.add(() -> {});
        Ending.await(thread);
    }
}
