package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Memory registered with a ring. The kernel takes at most 1 GiB as one buffer, so larger memory is several; a piece across a
/// seam is read as if it were not registered. The kernel keeps what is unregistered until no read uses it.
final class FixedBuffers {
    private record Buffer(int index, long address, long bytes) {}

    private static final int PLACES = 1024;
    private static final long MOST_BYTES = 1L << 30;
    private static final int SPARSE = 1;
    private static final int ARGUMENT_BYTES = 32;

    private final Ring ring;
    private final ConcurrentSkipListMap<Long, Buffer> byAddress = new ConcurrentSkipListMap<>();
    private final BitSet taken = new BitSet(PLACES);
    private final String whyNone;
    private boolean closed;

    FixedBuffers(Ring ring) {
        this.ring = ring;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
            argument.set(JAVA_INT, 0, PLACES);
            argument.set(JAVA_INT, 4, SPARSE);
            long result = ring.register(Ring.REGISTER_BUFFERS2, argument, ARGUMENT_BYTES);
            whyNone = result < 0 ? "io_uring registers none: " + Errno.name(-result) : "";
        }
    }

    /// The buffer all of these bytes are in, or -1.
    int of(long address, int bytes) {
        Map.Entry<Long, Buffer> below = byAddress.floorEntry(address);
        if (below == null) {
            return -1;
        }
        Buffer buffer = below.getValue();
        return address + bytes <= buffer.address() + buffer.bytes() ? buffer.index() : -1;
    }

    synchronized Registration register(MemorySegment memory) {
        if (!whyNone.isEmpty() || closed) {
            return new Registration(closed ? "the drive is closed" : whyNone, () -> {});
        }
        List<Buffer> made = new ArrayList<>();
        for (long from = 0; from < memory.byteSize(); from += MOST_BYTES) {
            Buffer buffer = new Buffer(
                    taken.nextClearBit(0), memory.address() + from, Math.min(MOST_BYTES, memory.byteSize() - from));
            if (buffer.index() >= PLACES || byAddress.containsKey(buffer.address())) {
                undo(made);
                return new Registration(
                        buffer.index() >= PLACES ? "all " + PLACES + " places are taken" : "it is registered", () -> {});
            }
            long result = update(buffer.index(), buffer.address(), buffer.bytes());
            if (result < 0) {
                undo(made);
                return new Registration("io_uring refuses it: " + Errno.name(-result), () -> {});
            }
            taken.set(buffer.index());
            byAddress.put(buffer.address(), buffer);
            made.add(buffer);
        }
        return new Registration("", () -> undo(made));
    }

    private synchronized void undo(List<Buffer> buffers) {
        for (Buffer buffer : buffers) {
            byAddress.remove(buffer.address());
            if (!closed) {
                update(buffer.index(), 0, 0);
            }
            taken.clear(buffer.index());
        }
    }

    private long update(int index, long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(16, Long.BYTES);
            vector.set(JAVA_LONG, 0, address);
            vector.set(JAVA_LONG, 8, bytes);
            MemorySegment argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
            argument.set(JAVA_INT, 0, index);
            argument.set(JAVA_LONG, 8, vector.address());
            argument.set(JAVA_INT, 24, 1);
            return ring.register(Ring.REGISTER_BUFFERS_UPDATE, argument, ARGUMENT_BYTES);
        }
    }

    /// The ring lets go of all of them when it is closed.
    synchronized void close() {
        closed = true;
        byAddress.clear();
    }
}
