package nmos.live.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.world.run.Outcome;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// One direction of a hop between two tiers of memory: a thread that copies, chunk by chunk, none of them over sooner than on the link
/// it plays.
///
/// * Within a stream (weights, activations, KV) one transfer at a time: the most urgent of those waiting, the first of equals; one
///   that has begun is not overtaken.
/// * Streams with work take turns, a chunk each, in the order of their numbers. KV goes on with its next transfers until they make up a
///   chunk, so that small transfers are not held up by a whole chunk of another stream each.
/// * A transfer's latency holds the link, as a part of its first chunk.
/// * A waiting transfer that is cancelled is dropped at once, one that has begun goes on.
/// * The link goes by planned times, not by when its thread got round to them: a chunk begins when the one before it was over, or
///   when it was handed in if that is later, and it is one of those handed in by then. Sleeping too long makes a report late, and
///   nothing after it. A copy that takes longer than the link would makes its chunk late; the link makes up for that as far as the
///   next copies are quicker than it, since no link is held up by a thread that had to wait for a processor. Until it has, chunks
///   follow each other faster than the link's; see [LinkTimes].
///
/// Reports come once, on this thread, or where a transfer was cancelled.
public final class PacedLink implements AutoCloseable {
    public static final int WEIGHTS = 0;
    public static final int ACTIVATIONS = 1;
    public static final int KV = 2;
    private static final int STREAMS = 3;
    private static final Comparator<Transfer> BY_URGENCY =
            Comparator.comparingInt((Transfer t) -> t.urgency).thenComparingLong(t -> t.number);

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
        private final long handedInNs;
        private final Copy copy;
        private final DueReport report;
        private boolean begun;
        private long done;
        private long busyNs;

        private Transfer(
                int stream, long bytes, int urgency, long number, long handedInNs, Copy copy, DueReport report) {
            this.stream = stream;
            this.bytes = bytes;
            this.urgency = urgency;
            this.number = number;
            this.copy = copy;
            this.handedInNs = handedInNs;
            this.report = report;
        }
    }

    private final String name;
    private final long chunkBytes;
    private final Pace pace;
    private final Thread thread;
    /// Guards all below.
    private final Object lock = new Object();

    /// By stream, in no order: they are few.
    private final List<List<Transfer>> waiting = new ArrayList<>();
    /// By stream: the transfer that has begun.
    private final @Nullable Transfer[] open = new @Nullable Transfer[STREAMS];
    private LinkTimes times = LinkTimes.idle(System.nanoTime());
    private int lastStream = STREAMS - 1;
    /// Bytes of the turn of the last stream so far.
    private long turnBytes;
    private long numbers;
    private boolean closed;
    private long bytes;
    private long busyNs;

    public PacedLink(String name, long latencyNs, long bytesPerSec, long chunkBytes) {
        this.name = name;
        this.chunkBytes = chunkBytes;
        pace = new Pace(latencyNs, bytesPerSec);
        for (int stream = 0; stream < STREAMS; stream++) {
            waiting.add(new ArrayList<>());
        }
        thread = Thread.ofPlatform().daemon().name("nmos-link " + name).unstarted(this::work);
        thread.start();
    }

    public String name() {
        return name;
    }

    public Transfer submit(int stream, long bytes, int urgency, Copy copy, Report report) {
        return submit(
                stream, bytes, urgency, System.nanoTime(), copy, (outcome, workedNs, _) -> report.ended(outcome, workedNs));
    }

    /// `handedInNs`: from when, by [System#nanoTime], the link knows of it; before now for what comes late.
    public Transfer submit(int stream, long bytes, int urgency, long handedInNs, Copy copy, DueReport report) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("link " + name + " is closed");
            }
            Transfer transfer = new Transfer(stream, bytes, urgency, numbers++, handedInNs, copy, report);
            waiting.get(stream).add(transfer);
            lock.notifyAll();
            return transfer;
        }
    }

    public void cancel(Transfer transfer) {
        boolean waited;
        synchronized (lock) {
            waited = waiting.get(transfer.stream).remove(transfer);
        }
        if (waited) {
            transfer.report.ended(Outcome.DROPPED, 0, System.nanoTime());
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
        for (Transfer next = next(); next != null; next = next()) {
            chunk(next);
        }
        List<Transfer> left = new ArrayList<>();
        synchronized (lock) {
            for (int stream = 0; stream < STREAMS; stream++) {
                Transfer begun = open[stream];
                if (begun != null) {
                    left.add(begun);
                }
                left.addAll(waiting.get(stream));
                waiting.get(stream).clear();
                open[stream] = null;
            }
        }
        left.forEach(transfer -> transfer.report.ended(Outcome.DROPPED, transfer.busyNs, System.nanoTime()));
    }

    private @Nullable Transfer next() {
        synchronized (lock) {
            while (!closed) {
                Transfer next = choose();
                if (next != null) {
                    return next;
                }
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Only closing ends the thread.
                }
            }
            return null;
        }
    }

    /// Whose chunk begins next, begun; null if nobody has work.
    private @Nullable Transfer choose() {
        long startNs = startNs();
        Transfer chosen = gathered(startNs);
        for (int step = 1; chosen == null && step <= STREAMS; step++) {
            int stream = (lastStream + step) % STREAMS;
            chosen = open[stream] != null ? open[stream] : mostUrgent(stream, startNs);
        }
        if (chosen == null) {
            return null;
        }
        turnBytes = chosen.stream == lastStream ? turnBytes : 0;
        lastStream = chosen.stream;
        if (!chosen.begun) {
            chosen.begun = true;
            waiting.get(chosen.stream).remove(chosen);
            open[chosen.stream] = chosen;
        }
        return chosen;
    }

    /// When the next chunk begins.
    private long startNs() {
        long firstNs = Long.MAX_VALUE;
        for (int stream = 0; stream < STREAMS; stream++) {
            if (open[stream] != null) {
                return times.overNs();
            }
            for (Transfer transfer : waiting.get(stream)) {
                firstNs = Math.min(firstNs, transfer.handedInNs);
            }
        }
        return Math.max(times.overNs(), firstNs);
    }

    private @Nullable Transfer gathered(long startNs) {
        if (lastStream != KV || open[KV] != null) {
            return null;
        }
        Transfer next = mostUrgent(KV, startNs);
        return next != null && next.bytes <= chunkBytes - turnBytes ? next : null;
    }

    private @Nullable Transfer mostUrgent(int stream, long startNs) {
        Transfer first = null;
        for (Transfer transfer : waiting.get(stream)) {
            if (transfer.handedInNs <= startNs && (first == null || BY_URGENCY.compare(transfer, first) < 0)) {
                first = transfer;
            }
        }
        return first;
    }

    private void chunk(Transfer transfer) {
        long from = transfer.done;
        long count = Math.min(chunkBytes, transfer.bytes - from);
        long paceNs = pace.nsUntil(from + count) - (from == 0 ? 0 : pace.nsUntil(from));
        boolean last = from + count == transfer.bytes;
        Outcome outcome = Outcome.DONE;
        long beganNs = System.nanoTime();
        try {
            transfer.copy.copy(from, count);
        } catch (RuntimeException | Error e) {
            outcome = Outcome.FAILED;
        }
        long copyNs = System.nanoTime() - beganNs;
        // Only this thread changes them.
        LinkTimes after = times.after(transfer.handedInNs, outcome == Outcome.DONE ? paceNs : 0, copyNs);
        long dueNs = after.overNs();
        long tookNs = dueNs - Math.max(times.overNs(), transfer.handedInNs);
        if (outcome == Outcome.DONE && last) {
            Pace.await(dueNs);
        } else {
            Pace.sleep(dueNs);
        }
        transfer.done += count;
        transfer.busyNs += tookNs;
        boolean over = last || outcome == Outcome.FAILED;
        synchronized (lock) {
            times = after;
            turnBytes += count;
            bytes += count;
            busyNs += tookNs;
            if (over) {
                open[transfer.stream] = null;
            }
        }
        if (over) {
            transfer.report.ended(outcome, transfer.busyNs, dueNs);
        }
    }

    /// Drops what waits, and what has begun at the end of its chunk.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        Ending.await(thread);
    }
}
