package nmos.live.device;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One thread that computes, one job after the other. Errands are small, come before the next job, and may be run by a long job
/// between its parts: whoever hands in an errand and then a job finds the errand done when the job begins.
public final class Processor implements AutoCloseable {
    private final LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<Throwable> failed;
    private final Thread thread;

    /// `failed` hears, on this thread, of what a job or an errand did not catch itself.
    public Processor(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        thread = Thread.ofPlatform().daemon().name("nmos-" + name).unstarted(this::work);
        thread.start();
    }

    public void submit(Runnable job) {
        jobs.add(job);
    }

    public void errand(Runnable errand) {
        errands.add(errand);
        jobs.add(() -> {});
    }

    /// For a long job, between its parts.
    public void runErrands() {
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            run(errand);
        }
    }

    private void work() {
        while (true) {
            try {
                Runnable job = jobs.take();
                runErrands();
                run(job);
            } catch (InterruptedException e) {
                if (closed.get()) {
                    return;
                }
            }
            if (closed.get() && jobs.isEmpty()) {
                runErrands();
                return;
            }
        }
    }

    private void run(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
    }

    /// Does what was handed in, and ends.
    @Override
    public void close() {
        closed.set(true);
        jobs.add(() -> {});
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
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
