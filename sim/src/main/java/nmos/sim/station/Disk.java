package nmos.sim.station;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Report;

/// A drive with a queue depth.
///
/// * Of the requests waiting, the most urgent are admitted, the first of equals first, until `depth` are outstanding.
/// * An admitted request's latency runs at once, beside those of the others.
/// * The bandwidth serves one request at a time, in the order of admission: a transfer begins when its latency is over and
///   the one before it has ended, and takes `bytes / bandwidth` of its direction.
/// * So one request alone takes `latency + bytes / bandwidth`, and with enough outstanding the latencies are hidden.
/// * Busy is the time bytes move.
/// * A request cancelled before its bytes move is dropped at once; later, at the end of the chunk under way, and done if
///   that chunk was its last.
///
/// The bandwidth is the one measured at this depth: a drive read at another depth is another disk.
public final class Disk extends Station {
    private final Rate read;
    private final Rate write;
    private final int depth;
    private final long chunkBytes;

    private final PriorityQueue<Job> waiting = new PriorityQueue<>(Job.BY_URGENCY);
    /// In the order of admission; the first is the one whose bytes move, or that the bandwidth waits for.
    private final ArrayDeque<Job> admitted = new ArrayDeque<>();

    private boolean planned;
    private long startNs;
    private long toBytes;
    private long ticket = Calendar.NO_TICKET;
    /// A report is being heard: whatever it submits is seen by the admission that follows.
    private boolean reporting;

    public Disk(Calendar calendar, String name, Rate read, Rate write, int depth, long chunkBytes) {
        super(calendar, name);
        if (depth < 1 || chunkBytes <= 0) {
            throw new IllegalArgumentException(name + ": depth " + depth + " with chunks of " + chunkBytes + " bytes");
        }
        this.read = read;
        this.write = write;
        this.depth = depth;
        this.chunkBytes = chunkBytes;
    }

    public Job read(long bytes, long urgency, Fate fate, Report report) {
        return submit(read, bytes, urgency, fate, report);
    }

    public Job write(long bytes, long urgency, Fate fate, Report report) {
        return submit(write, bytes, urgency, fate, report);
    }

    private Job submit(Rate rate, long bytes, long urgency, Fate fate, Report report) {
        Job job = enter(0, bytes, rate, urgency, fate, report);
        waiting.add(job);
        goOn();
        return job;
    }

    @Override
    public boolean cancel(Job job) {
        refuseForeign(job);
        if (job.ended || job.cancelled) {
            return false;
        }
        if (!job.begun) {
            waiting.remove(job);
        } else if (!planned || job != admitted.peekFirst()) {
            admitted.remove(job);
        } else if (calendar.nowNs() < startNs) {
            calendar.cancel(ticket);
            planned = false;
            admitted.removeFirst();
        } else {
            return cutTransfer(job);
        }
        dropSoon(job);
        goOn();
        return true;
    }

    private boolean cutTransfer(Job job) {
        job.cancelled = true;
        long end = job.chunkEndAt(job.workNs(0) + calendar.nowNs() - startNs, chunkBytes);
        if (end == job.bytes) {
            return false;
        }
        calendar.cancel(ticket);
        planTransfer(job, end);
        return true;
    }

    /// Admits what there is room for and plans the next transfer.
    private void goOn() {
        if (reporting) {
            return;
        }
        while (admitted.size() < depth && !waiting.isEmpty()) {
            Job job = waiting.remove();
            begin(job);
            job.readyNs = Math.addExact(calendar.nowNs(), job.workNs(0));
            admitted.add(job);
        }
        if (!planned && !admitted.isEmpty()) {
            Job first = admitted.getFirst();
            startNs = Math.max(first.readyNs, calendar.nowNs());
            planTransfer(first, first.bytes);
        }
        refuseIdle();
    }

    private void planTransfer(Job job, long end) {
        planned = true;
        toBytes = end;
        ticket = calendar.at(Math.addExact(startNs, job.workNs(end) - job.workNs(0)), this::transferOver);
    }

    private void transferOver() {
        Job job = admitted.removeFirst();
        planned = false;
        book(job, calendar.nowNs() - startNs, toBytes);
        reporting = true;
        if (job.doneBytes == job.bytes) {
            end(job);
        } else {
            drop(job);
        }
        reporting = false;
        goOn();
    }

    @Override
    long unbookedNs() {
        return planned ? Math.max(0, calendar.nowNs() - startNs) : 0;
    }

    @Override
    String idleWithWork() {
        if (!waiting.isEmpty() && admitted.size() < depth) {
            return waiting.size() + " requests wait and " + admitted.size() + " of " + depth + " are outstanding";
        }
        return !planned && !admitted.isEmpty() ? admitted.size() + " requests are outstanding and none is served" : "";
    }
}
