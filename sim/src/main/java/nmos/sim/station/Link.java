package nmos.sim.station;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// One direction of a hop between two tiers, shared by numbered streams (weights, KV, activations), each with its rate.
///
/// * Within a stream one transfer at a time: the most urgent of those waiting, the first of equals; one that has begun is
///   not overtaken.
/// * Streams with work take turns, a chunk each, in the order of their numbers. A stream that gathers goes on with its next
///   transfers until they make up a chunk, so that small transfers are not held up by a whole chunk of another stream each.
/// * A transfer's latency holds the link, as a part of its first chunk. Alone it takes `latency + bytes / bandwidth`, and
///   sharing the link only puts pauses between its chunks.
/// * A waiting transfer that is cancelled is dropped at once. One that has begun is dropped when no chunk of it is under
///   way, and done if that chunk was its last; on a link that is not recallable, as a copy handed to a driver whole, it runs on.
///
/// While only one stream has work its chunks are one event; whoever comes cuts that run at the end of the chunk under way.
public final class Link extends Station {
    private static final int NO_STREAM = -1;

    private final Rate[] rates;
    private final long chunkBytes;
    private final boolean recallable;

    private final List<PriorityQueue<Job>> waiting = new ArrayList<>();
    /// By stream: the transfer that has begun.
    private final @Nullable Job[] open;

    private @Nullable Job serving;
    private long runStartNs;
    /// The serving transfer's own work before this run, and the bytes it will have through after it.
    private long runFromNs;
    private long runToBytes;
    private long ticket = Calendar.NO_TICKET;
    private int lastStream;
    /// Bytes of the turn of the last stream so far.
    private long turnBytes;
    private final int gathering;
    /// A report is being heard: whatever it submits is seen by the choice that follows.
    private boolean reporting;

    public Link(Calendar calendar, String name, long chunkBytes, boolean recallable, Rate... ratesByStream) {
        this(calendar, name, chunkBytes, recallable, NO_STREAM, ratesByStream);
    }

    /// With one stream that gathers.
    public Link(
            Calendar calendar, String name, long chunkBytes, boolean recallable, int gathering, Rate... ratesByStream) {
        super(calendar, name);
        if (chunkBytes <= 0 || ratesByStream.length == 0) {
            throw new IllegalArgumentException(
                    name + ": " + ratesByStream.length + " streams with chunks of " + chunkBytes + " bytes");
        }
        this.rates = ratesByStream.clone();
        this.chunkBytes = chunkBytes;
        this.recallable = recallable;
        this.gathering = gathering;
        this.open = new @Nullable Job[rates.length];
        for (int stream = 0; stream < rates.length; stream++) {
            waiting.add(new PriorityQueue<>(Job.BY_URGENCY));
        }
        this.lastStream = rates.length - 1;
    }

    public Job submit(int stream, long bytes, long urgency, Fate fate, Report report) {
        Job job = enter(stream, bytes, rates[stream], urgency, fate, report);
        waiting.get(stream).add(job);
        Job current = serving;
        if (current == null) {
            choose();
        } else if (current.stream != stream) {
            cut(current);
        }
        return job;
    }

    @Override
    public boolean cancel(Job job) {
        refuseForeign(job);
        if (job.ended || job.cancelled || (job.begun && !recallable)) {
            return false;
        }
        if (job == serving) {
            job.cancelled = true;
            cut(job);
            return runToBytes < job.bytes;
        }
        if (job.begun) {
            open[job.stream] = null;
        } else {
            waiting.get(job.stream).remove(job);
        }
        dropSoon(job);
        return true;
    }

    /// Gives the free link to the next stream that has work: for a chunk, or to the end when no other has any.
    private void choose() {
        if (reporting) {
            return;
        }
        int stream = goesOn() ? gathering : nextStream(lastStream);
        if (stream >= 0) {
            turnBytes = stream == lastStream ? turnBytes : 0;
            boolean alone = nextStream(stream) == stream;
            Job job = open[stream];
            if (job == null) {
                job = waiting.get(stream).remove();
                open[stream] = job;
                runFromNs = 0;
                begin(job);
            } else {
                runFromNs = job.workNs(job.doneBytes);
            }
            serving = job;
            lastStream = stream;
            runStartNs = calendar.nowNs();
            planRun(job, alone ? job.bytes : job.chunkEnd(job.doneBytes, chunkBytes));
        }
        refuseIdle();
    }

    private boolean goesOn() {
        if (lastStream != gathering || open[gathering] != null) {
            return false;
        }
        Job next = waiting.get(gathering).peek();
        return next != null && next.bytes <= chunkBytes - turnBytes;
    }

    /// The first stream with work after this one, this one last; -1 if there is none.
    private int nextStream(int after) {
        for (int step = 1; step <= rates.length; step++) {
            int stream = (after + step) % rates.length;
            if (open[stream] != null || !waiting.get(stream).isEmpty()) {
                return stream;
            }
        }
        return -1;
    }

    private void planRun(Job job, long toBytes) {
        runToBytes = toBytes;
        ticket = calendar.at(Math.addExact(runStartNs, job.workNs(toBytes) - runFromNs), this::runOver);
    }

    /// Ends the run with the chunk under way. A chunk that would begin at this very instant has not begun.
    private void cut(Job job) {
        long toBytes = job.chunkEndAt(runFromNs + calendar.nowNs() - runStartNs, chunkBytes);
        if (toBytes < runToBytes) {
            calendar.cancel(ticket);
            planRun(job, toBytes);
        }
    }

    private void runOver() {
        Job job = serving;
        if (job == null) {
            throw new IllegalStateException(name() + " ended a run it did not begin");
        }
        turnBytes += runToBytes - job.doneBytes;
        book(job, calendar.nowNs() - runStartNs, runToBytes);
        serving = null;
        boolean over = job.doneBytes == job.bytes;
        if (over || job.cancelled) {
            open[job.stream] = null;
            reporting = true;
            if (over) {
                end(job);
            } else {
                drop(job);
            }
            reporting = false;
        }
        choose();
    }

    @Override
    long unbookedNs() {
        return serving == null ? 0 : calendar.nowNs() - runStartNs;
    }

    @Override
    String idleWithWork() {
        return serving == null && nextStream(0) >= 0 ? "stream " + nextStream(0) + " has work and the link is idle" : "";
    }
}
