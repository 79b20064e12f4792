package nmos.live.device;

import java.util.ArrayDeque;
import nmos.world.run.Outcome;
import org.jspecify.annotations.Nullable;

/// A thread in the place of a GPU or CPU of a modelled world: jobs one at a time, in the order they came, each for as long as it is
/// said to take.
///
/// Jobs go by planned times: one begins when the one before was due, or when it was handed in if that is later. Sleeping too long
/// makes a report late, and nothing after it. A waiting job that is cancelled is dropped at once, one that has begun goes on. Reports
/// come once, on this thread, or where a job was cancelled.
public final class PacedProcessor implements AutoCloseable {
    /// A job, to take it back by.
    public static final class Job {
        private final long handedInNs;
        private final long ns;
        private final DueReport report;

        private Job(long handedInNs, long ns, DueReport report) {
            this.handedInNs = handedInNs;
            this.ns = ns;
            this.report = report;
        }
    }

    private final String name;
    private final Thread thread;
    /// Guards all below.
    private final Object lock = new Object();

    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private boolean closed;
    private long busyNs;

    public PacedProcessor(String name) {
        this.name = name;
        thread = Thread.ofPlatform().daemon().name("nmos-paced " + name).unstarted(this::work);
        thread.start();
    }

    public String name() {
        return name;
    }

    /// `handedInNs`: from when, by [System#nanoTime], the processor knows of it; before now for what comes late.
    public Job submit(long ns, long handedInNs, DueReport report) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("processor " + name + " is closed");
            }
            Job job = new Job(handedInNs, ns, report);
            waiting.add(job);
            lock.notifyAll();
            return job;
        }
    }

    public void cancel(Job job) {
        boolean waited;
        synchronized (lock) {
            waited = waiting.remove(job);
        }
        if (waited) {
            job.report.ended(Outcome.DROPPED, 0, System.nanoTime());
        }
    }

    public long busyNs() {
        synchronized (lock) {
            return busyNs;
        }
    }

    private void work() {
        long freeNs = System.nanoTime();
        for (Job job = next(); job != null; job = next()) {
            freeNs = Math.max(freeNs, job.handedInNs) + job.ns;
            Pace.await(freeNs);
            synchronized (lock) {
                busyNs += job.ns;
            }
            job.report.ended(Outcome.DONE, job.ns, freeNs);
        }
    }

    private @Nullable Job next() {
        synchronized (lock) {
            while (waiting.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Only closing ends the thread.
                }
            }
            return closed ? null : waiting.poll();
        }
    }

    /// Ends after the job that has begun; those that wait are not reported.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        Ending.await(thread);
    }
}
