package nmos.live.device;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import nmos.world.run.Outcome;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// One direction of a hop between two tiers of memory: a thread that copies, chunk by chunk, no faster than the link it plays.
///
/// Streams (weights, activations, KV) take turns by chunks; within a stream one transfer at a time, the most urgent first. A
/// transfer's latency is part of its first chunk. One that waits can be taken back, one that has begun goes on. Its report comes
/// once, on this thread.
public final class PacedLink implements AutoCloseable {
    public static final int WEIGHTS = 0;
    public static final int ACTIVATIONS = 1;
    public static final int KV = 2;
    private static final int STREAMS = 3;

    /// Copies bytes `[from, from + count)` of a transfer; a link of a modelled world copies nothing.
    @FunctionalInterface
    public interface Copy {
        Copy NOTHING = (_, _) -> {};

        void copy(long from, long count);
    }

    /// A transfer, to take it back by.
    public static final class Transfer {
        private final int stream;
        private final long bytes;
        private final int urgency;
        private final long number;
        private final Copy copy;
        private final Report report;
        private long done;
        private long busyNs;
        private boolean begun;

        private Transfer(int stream, long bytes, int urgency, long number, Copy copy, Report report) {
            this.stream = stream;
            this.bytes = bytes;
            this.urgency = urgency;
            this.number = number;
            this.copy = copy;
            this.report = report;
        }
    }

    private final String name;
    private final long latencyNs;
    private final long chunkBytes;
    private final Pace pace;
    private final Thread thread;
    /// Guards all below.
    private final Object lock = new Object();

    private final PriorityQueue<Transfer>[] waiting;
    private final @Nullable Transfer[] open = new @Nullable Transfer[STREAMS];
    private final ArrayDeque<Transfer> takenBack = new ArrayDeque<>();
    private int lastStream = STREAMS - 1;
    private long numbers;
    private boolean closed;
    private long bytes;
    private long busyNs;

    @SuppressWarnings("unchecked")
    public PacedLink(String name, long latencyNs, long bytesPerSec, long chunkBytes) {
        this.name = name;
        this.latencyNs = latencyNs;
        this.chunkBytes = chunkBytes;
        pace = new Pace(bytesPerSec);
        waiting = new PriorityQueue[STREAMS];
        for (int stream = 0; stream < STREAMS; stream++) {
            waiting[stream] = new PriorityQueue<>(Comparator.comparingInt((Transfer t) -> t.urgency)
                    .thenComparingLong(t -> t.number));
        }
        thread = Thread.ofPlatform().daemon().name("nmos-link " + name).unstarted(this::work);
        thread.start();
    }

    public String name() {
        return name;
    }

    public Transfer submit(int stream, long bytes, int urgency, Copy copy, Report report) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("link " + name + " is closed");
            }
            Transfer transfer = new Transfer(stream, bytes, urgency, numbers++, copy, report);
            waiting[stream].add(transfer);
            lock.notifyAll();
            return transfer;
        }
    }

    public void cancel(Transfer transfer) {
        synchronized (lock) {
            if (!transfer.begun && waiting[transfer.stream].remove(transfer)) {
                takenBack.add(transfer);
                lock.notifyAll();
            }
        }
    }

    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    public long busyNs() {
        synchronized (lock) {
            return busyNs;
        }
    }

    private void work() {
        while (true) {
            Transfer next;
            synchronized (lock) {
                Transfer back = takenBack.poll();
                if (back != null) {
                    next = back;
                } else {
                    next = choose();
                    if (next == null) {
                        if (closed) {
                            return;
                        }
                        try {
                            lock.wait();
                        } catch (InterruptedException e) {
                            // Only closing ends the thread.
                        }
                        continue;
                    }
                }
            }
            if (next.begun) {
                chunk(next);
            } else {
                next.report.ended(Outcome.DROPPED, 0);
            }
        }
    }

    /// The next stream's transfer, begun.
    private @Nullable Transfer choose() {
        for (int step = 1; step <= STREAMS; step++) {
            int stream = (lastStream + step) % STREAMS;
            Transfer transfer = open[stream];
            if (transfer == null) {
                transfer = waiting[stream].poll();
            }
            if (transfer != null) {
                transfer.begun = true;
                open[stream] = transfer;
                lastStream = stream;
                return transfer;
            }
        }
        return null;
    }

    private void chunk(Transfer transfer) {
        long count = Math.min(chunkBytes, transfer.bytes - transfer.done);
        long beganNs = System.nanoTime();
        long dueNs = pace.dueNs(transfer.done == 0 ? latencyNs : 0, count);
        Outcome outcome = Outcome.DONE;
        try {
            transfer.copy.copy(transfer.done, count);
            Pace.await(dueNs);
        } catch (RuntimeException | Error e) {
            outcome = Outcome.FAILED;
        }
        long spentNs = System.nanoTime() - beganNs;
        transfer.done += count;
        transfer.busyNs += spentNs;
        boolean over = transfer.done == transfer.bytes || outcome == Outcome.FAILED;
        synchronized (lock) {
            bytes += count;
            busyNs += spentNs;
            if (over) {
                open[transfer.stream] = null;
            }
        }
        if (over) {
            transfer.report.ended(outcome, transfer.busyNs);
        }
    }

    /// Waits for what has begun and what waits.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
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
