package nmos.sim.station;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.sim.calendar.Calendar;
import nmos.world.run.Outcome;
import nmos.world.run.Report;
import org.jspecify.annotations.Nullable;

/// A link as its description reads, with an event for every chunk and a look at every transfer for every choice.
final class ChunkByChunk {
    static final class Transfer {
        final int stream;
        final long bytes;
        final long urgency;
        final int sequence;
        final Report report;
        long through;
        long busyNs;
        boolean cancelled;

        Transfer(int stream, long bytes, long urgency, int sequence, Report report) {
            this.stream = stream;
            this.bytes = bytes;
            this.urgency = urgency;
            this.sequence = sequence;
            this.report = report;
        }
    }

    private final Calendar calendar;
    private final long chunkBytes;
    private final Rate[] rates;
    private final List<Transfer> transfers = new ArrayList<>();
    private @Nullable Transfer serving;
    private int lastStream;
    private int submitted;

    ChunkByChunk(Calendar calendar, long chunkBytes, Rate... rates) {
        this.calendar = calendar;
        this.chunkBytes = chunkBytes;
        this.rates = rates;
        this.lastStream = rates.length - 1;
    }

    Transfer submit(int stream, long bytes, long urgency, Report report) {
        Transfer transfer = new Transfer(stream, bytes, urgency, submitted++, report);
        transfers.add(transfer);
        serveNext();
        return transfer;
    }

    void cancel(Transfer transfer) {
        if (transfer.equals(serving)) {
            transfer.cancelled = true;
        } else if (transfers.remove(transfer)) {
            transfer.report.ended(Outcome.DROPPED, transfer.busyNs);
        }
    }

    private void serveNext() {
        for (int step = 1; serving == null && step <= rates.length; step++) {
            int stream = (lastStream + step) % rates.length;
            transfers.stream()
                    .filter(transfer -> transfer.stream == stream)
                    .min(Comparator.comparing((Transfer transfer) -> transfer.busyNs == 0)
                            .thenComparingLong(transfer -> transfer.urgency)
                            .thenComparingInt(transfer -> transfer.sequence))
                    .ifPresent(this::serveChunk);
        }
    }

    private void serveChunk(Transfer transfer) {
        Rate rate = rates[transfer.stream];
        long end = Math.min(transfer.bytes, transfer.through + chunkBytes);
        long ns = rate.nsUntil(end) - (transfer.through == 0 ? 0 : rate.nsUntil(transfer.through));
        serving = transfer;
        lastStream = transfer.stream;
        calendar.after(ns, () -> chunkOver(transfer, end, ns));
    }

    private void chunkOver(Transfer transfer, long end, long ns) {
        serving = null;
        transfer.through = end;
        transfer.busyNs += ns;
        boolean done = end == transfer.bytes;
        if (done || transfer.cancelled) {
            transfers.remove(transfer);
            transfer.report.ended(done ? Outcome.DONE : Outcome.DROPPED, transfer.busyNs);
        }
        serveNext();
    }
}
