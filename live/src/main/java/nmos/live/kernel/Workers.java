package nmos.live.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed number of threads that share out the chunks of one job at a time; the caller is the first of them. Nobody waits for
/// a thread that the machine does not run: a chunk belongs to whoever takes it first, so jobs must not care who that is.
public final class Workers implements AutoCloseable {
    /// Something in `chunks` independent parts. `worker` is below [Workers#count] and tells apart who may be running at once.
    public interface Job {
        void run(int chunk, int worker);
    }

    private static final int SPINS = 1_000;
    private static final long WAIT_NS = 5_000;
    private static final long TAKEN_MASK = 0xffff_ffffL;

    private final Helper[] helpers;
    /// Number of the job in the upper half, chunks taken in the lower: a chunk is taken by adding one, which fails once another
    /// job has begun.
    private final AtomicLong taken = new AtomicLong(TAKEN_MASK);

    private final AtomicInteger done = new AtomicInteger();
    private volatile Job job = (_, _) -> {};
    private volatile int chunks;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " threads: at least 1 is needed");
        }
        helpers = new Helper[count - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    public int count() {
        return helpers.length + 1;
    }

    /// Returns when all chunks are done; throws what a chunk threw.
    public void run(Job job, int chunks) {
        if (helpers.length == 0 || chunks == 1) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                job.run(chunk, 0);
            }
            return;
        }
        long number = (taken.get() >>> 32) + 1;
        // closed to takers while the job is put in place
        taken.set(number << 32 | TAKEN_MASK);
        this.job = job;
        this.chunks = chunks;
        done.set(0);
        failure = null;
        taken.set(number << 32);
        for (Helper helper : helpers) {
            helper.wake();
        }
        work(0);
        for (int spins = 0; done.get() < chunks; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(WAIT_NS);
            }
        }
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException("a part of the work failed: " + failed, failed);
        }
    }

    private void work(int worker) {
        while (true) {
            long state = taken.get();
            long next = state & TAKEN_MASK;
            if (next >= chunks) {
                return;
            }
            if (taken.compareAndSet(state, state + 1)) {
                try {
                    job.run((int) next, worker);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    done.incrementAndGet();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private final class Helper extends Thread {
        private final int worker;
        private volatile boolean parked;

        Helper(int worker) {
            super("nmos-worker-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                if ((taken.get() & TAKEN_MASK) < chunks) {
                    work(worker);
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if ((taken.get() & TAKEN_MASK) >= chunks && !closed) {
                        LockSupport.park(this);
                        // a flag that stays up would keep the thread awake for the rest of its life
                        Thread.interrupted();
                    }
                    parked = false;
                    idle = 0;
                }
            }
        }
    }
}
