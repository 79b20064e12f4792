package nmos.sim.station;

import java.util.Comparator;
import nmos.world.run.Report;

/// One job at one station, as the caller holds it to cancel it. Everything else about it is the station's.
public final class Job {
    /// More urgent first (lower), then as they came.
    static final Comparator<Job> BY_URGENCY =
            Comparator.comparingLong((Job job) -> job.urgency).thenComparingLong(job -> job.sequence);

    final Station station;
    final int stream;
    final long bytes;
    final Rate rate;
    final long urgency;
    final long sequence;
    final long enteredNs;
    final Fate fate;
    final Report report;

    long doneBytes;
    long busyNs;
    /// When its latency is over; disks only.
    long readyNs;
    boolean begun;
    boolean cancelled;
    boolean ended;

    Job(
            Station station,
            int stream,
            long bytes,
            Rate rate,
            long urgency,
            long sequence,
            long enteredNs,
            Fate fate,
            Report report) {
        this.station = station;
        this.stream = stream;
        this.bytes = bytes;
        this.rate = rate;
        this.urgency = urgency;
        this.sequence = sequence;
        this.enteredNs = enteredNs;
        this.fate = fate;
        this.report = report;
    }

    /// Work from its start until so many of its bytes are through.
    long workNs(long throughBytes) {
        return fate.stretch(rate.nsUntil(throughBytes));
    }

    /// The end of the chunk that begins after `throughBytes`.
    long chunkEnd(long throughBytes, long chunkBytes) {
        return bytes - throughBytes <= chunkBytes ? bytes : throughBytes + chunkBytes;
    }

    /// The end of the chunk in progress after `workedNs` of work since its start. At a boundary, the chunk that ends there.
    long chunkEndAt(long workedNs, long chunkBytes) {
        // The first chunk not begun here: all before doneBytes are over.
        long low = doneBytes / chunkBytes;
        long high = bytes / chunkBytes;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (workNs(chunkEnd(middle * chunkBytes, chunkBytes)) >= workedNs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return chunkEnd(low * chunkBytes, chunkBytes);
    }
}
