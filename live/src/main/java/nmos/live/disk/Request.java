package nmos.live.disk;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A read or a write that was asked for. Its state belongs to the drive's thread; others only hold it to cancel it.
public final class Request {
    final Store store;
    final boolean write;
    final Extent extent;
    final Span span;
    final MemorySegment memory;
    final long urgency;
    final long number;
    final long askedNs;
    final Report report;
    private final int pieceBytes;

    boolean entered;
    boolean begun;
    boolean cancelled;
    /// Some of its pieces were cancelled before a paced drive came to them.
    boolean voided;
    boolean ended;
    int underWay;
    long busyNs;
    @Nullable String fault;
    private long cutTo;
    private int pieces;

    Request(
            Store store,
            boolean write,
            Extent extent,
            MemorySegment memory,
            long urgency,
            long number,
            long askedNs,
            int pieceBytes,
            Report report) {
        this.store = store;
        this.write = write;
        this.extent = extent;
        this.span = extent.span(store.alignment());
        this.memory = memory;
        this.urgency = urgency;
        this.number = number;
        this.askedNs = askedNs;
        this.pieceBytes = Math.max(pieceBytes, store.alignment());
        this.report = report;
    }

    boolean cut() {
        return cutTo == span.bytes();
    }

    Piece next() {
        long from = cutTo;
        int bytes = (int) Math.min(pieceBytes, span.bytes() - from);
        cutTo = from + bytes;
        long payloadFrom = payload(from);
        long payloadTo = payload(cutTo);
        int need = write ? bytes : (int) (Math.min(cutTo, span.payloadAt() + extent.bytes()) - from);
        return new Piece(this, pieces++, from, bytes, need, payloadFrom, payloadTo);
    }

    private long payload(long inSpan) {
        return Math.clamp(inSpan - span.payloadAt(), 0, extent.bytes());
    }

    String what() {
        return write ? "write" : "read";
    }

    String line(long offset, String fault) {
        return store.path() + ": offset " + offset + ": " + fault;
    }
}
