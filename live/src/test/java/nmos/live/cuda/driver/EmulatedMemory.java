package nmos.live.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/// Device memory on the host, at its own addresses: kernels compiled for the host find it. Before and after each piece lies a gap that is no
/// part of it, and what is new is filled with bytes that are not a number wherever they are read as floats.
final class EmulatedMemory implements Launches.DeviceMemory, AutoCloseable {
    private static final long ALIGNMENT = 256;
    private static final long GAP = 4096;
    private static final byte UNWRITTEN = (byte) 0xFF;

    private record Piece(Arena arena, MemorySegment data) {}

    private final long totalBytes;
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private long usedBytes;

    EmulatedMemory(long totalBytes) {
        this.totalBytes = totalBytes;
    }

    long usedBytes() {
        return usedBytes;
    }

    long totalBytes() {
        return totalBytes;
    }

    /// 0 where there is no room.
    long allocate(long bytes) {
        if (bytes > totalBytes - usedBytes) {
            return 0;
        }
        Arena arena = Arena.ofShared();
        MemorySegment data = arena.allocate(bytes + 2 * GAP, ALIGNMENT).fill(UNWRITTEN).asSlice(GAP, bytes);
        long address = data.address();
        pieces.put(address, new Piece(arena, data));
        usedBytes += bytes;
        return address;
    }

    /// Of the piece that begins there.
    long bytes(long address) {
        Piece piece = pieces.get(address);
        return piece == null ? 0 : piece.data.byteSize();
    }

    boolean free(long address) {
        Piece piece = pieces.remove(address);
        if (piece == null) {
            return false;
        }
        usedBytes -= piece.data.byteSize();
        piece.arena.close();
        return true;
    }

    @Override
    public MemorySegment at(long address, long bytes) {
        Map.Entry<Long, Piece> entry = pieces.floorEntry(address);
        if (entry == null || bytes < 0 || address - entry.getKey() > entry.getValue().data.byteSize() - bytes) {
            throw new Launches.Fault(bytes + " bytes at " + Long.toHexString(address) + " are not allocated"
                    + (entry == null ? "" : "; the nearest piece below has " + entry.getValue().data.byteSize() + " from "
                            + Long.toHexString(entry.getKey())));
        }
        return entry.getValue().data.asSlice(address - entry.getKey(), bytes);
    }

    @Override
    public void close() {
        pieces.values().forEach(piece -> piece.arena.close());
        pieces.clear();
        usedBytes = 0;
    }
}
