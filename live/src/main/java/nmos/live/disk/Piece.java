package nmos.live.disk;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A part of a request: what one call to the kernel moves. The drive's thread owns it, but for the time a transport has it.
final class Piece {
    final Request request;
    final int index;
    /// Where it begins in the request's span, and how long it is there.
    final long at;

    final int bytes;
    /// What has to arrive: less than `bytes` in a last piece, which may reach past the end of the file.
    final int need;
    /// The part of the payload in it, as a run of the payload.
    final long payloadFrom;

    final long payloadTo;

    /// What has arrived, in whole blocks while it is not all.
    int arrived;
    /// Tries in a row that brought nothing.
    int vain;
    /// Bytes that the last try brought, or `-errno`.
    long result;
    /// What the JDK said instead of an errno.
    @Nullable String error;
    long submittedNs;
    long landedNs;
    boolean landed;
    /// It goes into memory that a ring does not know.
    boolean unregistered;
    /// Cancelled before a paced drive came to it: it takes no time there, whatever the disk did.
    boolean voided;

    Piece(Request request, int index, long at, int bytes, int need, long payloadFrom, long payloadTo) {
        this.request = request;
        this.index = index;
        this.at = at;
        this.bytes = bytes;
        this.need = need;
        this.payloadFrom = payloadFrom;
        this.payloadTo = payloadTo;
    }

    /// Where the next try goes on in the file.
    long fileOffset() {
        return request.span.alignedOffset() + at + arrived;
    }

    int missing() {
        return bytes - arrived;
    }

    /// What the next try fills or empties.
    MemorySegment memory() {
        return request.memory.asSlice(at + arrived, missing());
    }

    boolean last() {
        return at + bytes == request.span.bytes();
    }
}
