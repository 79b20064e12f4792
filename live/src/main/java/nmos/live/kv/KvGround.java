package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.device.Storage;

/// Storage for layers of pages of one size, cut into slots; made a chunk at a time, used again when given back, and freed as
/// a whole. Slots begin and end where direct I/O may.
final class KvGround {
    static final int ALIGNMENT = 4096;
    private static final long CHUNK_BYTES = 32L << 20;

    private final long slotBytes;
    private final long chunkBytes;
    private final KvSlots slots;
    /// Empty for the spill file.
    private final List<Storage.Held> memory = new ArrayList<>();
    /// by chunk: where it begins in the spill file
    private final List<Long> offsets = new ArrayList<>();

    /// What chunks are made of.
    sealed interface Soil {
        record Memory(Storage storage) implements Soil {}

        record File(SpillFile file) implements Soil {}
    }

    /// The end of the file that pages are spilled to, which several grounds share.
    static final class SpillFile {
        private long endBytes;

        private long append(long bytes) {
            long at = endBytes;
            endBytes += bytes;
            return at;
        }

        long endBytes() {
            return endBytes;
        }
    }

    KvGround(Soil soil, int layers, long layerBytes, long budgetBytes) {
        slotBytes = aligned(layerBytes);
        long frameBytes = Math.multiplyExact(slotBytes, layers);
        long enough = Math.ceilDiv(budgetBytes, layerBytes * layers);
        int frames = Math.clamp(CHUNK_BYTES / frameBytes, 1, Math.clamp(enough, 1, Integer.MAX_VALUE));
        chunkBytes = frameBytes * frames;
        slots = new KvSlots(layers, frames, (int) Math.min(enough, Integer.MAX_VALUE), () -> {
            switch (soil) {
                case Soil.Memory m -> memory.add(m.storage().allocate(chunkBytes, ALIGNMENT));
                case Soil.File f -> offsets.add(f.file().append(chunkBytes));
            }
        });
    }

    static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    KvSlots slots() {
        return slots;
    }

    long slotBytes() {
        return slotBytes;
    }

    long allocatedBytes() {
        return memory.size() * chunkBytes;
    }

    /// The first `bytes` of a run of slots that begins with this one.
    MemorySegment memory(int slot, long bytes) {
        return memory.get(slots.chunkOf(slot)).data().asSlice(slots.inChunk(slot) * slotBytes, bytes);
    }

    void free() {
        memory.forEach(held -> held.leave().run());
        memory.clear();
    }

    long offset(int slot) {
        return offsets.get(slots.chunkOf(slot)) + slots.inChunk(slot) * slotBytes;
    }
}
