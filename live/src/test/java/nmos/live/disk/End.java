package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.world.run.Outcome;
import org.jspecify.annotations.Nullable;

/// Hears how a request ended, and how often it was told so.
final class End implements Report {
    final AtomicInteger times = new AtomicInteger();
    private final CountDownLatch heard = new CountDownLatch(1);
    private volatile @Nullable Outcome outcome;
    private volatile String fault = "";
    private volatile long busyNs;
    private volatile String thread = "";

    @Override
    public void ended(Outcome outcome, long busyNs, @Nullable String fault) {
        this.outcome = outcome;
        this.busyNs = busyNs;
        this.fault = fault == null ? "" : fault;
        thread = Thread.currentThread().getName();
        times.incrementAndGet();
        heard.countDown();
    }

    @Nullable Outcome outcome() throws InterruptedException {
        assertThat(heard.await(60, TimeUnit.SECONDS)).as("a report came").isTrue();
        return outcome;
    }

    String fault() throws InterruptedException {
        outcome();
        return fault;
    }

    long busyNs() throws InterruptedException {
        outcome();
        return busyNs;
    }

    String thread() throws InterruptedException {
        outcome();
        return thread;
    }
}
