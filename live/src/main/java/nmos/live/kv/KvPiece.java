package nmos.live.kv;

import java.lang.foreign.MemorySegment;

/// One run of bytes that a move carries. Addresses, offsets and sizes are multiples of 4096: a run may be longer than what it
/// holds of a page.
public sealed interface KvPiece {
    /// Between two tiers in memory.
    record Copy(MemorySegment from, MemorySegment to) implements KvPiece {}

    /// To the spill file.
    record Write(MemorySegment from, long fileOffset) implements KvPiece {}

    /// From the spill file.
    record Read(long fileOffset, MemorySegment to) implements KvPiece {}
}
