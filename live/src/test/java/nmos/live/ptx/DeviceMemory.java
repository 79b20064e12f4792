package nmos.live.ptx;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What is allocated on a device that is not there: addresses, and the memory of this machine that stands for what lies there.
/// A kernel reads and writes nothing else. Any thread may call any of this.
public final class DeviceMemory {
    record Allocation(long address, MemorySegment bytes) {
        boolean holds(long at, long count) {
            long offset = at - address;
            return offset >= 0 && offset <= bytes.byteSize() - count;
        }
    }

    private final ConcurrentSkipListMap<Long, Allocation> allocations = new ConcurrentSkipListMap<>();

    /// An address of its own choice, below 2^56.
    public void add(long address, MemorySegment bytes) {
        if (address <= 0 || address + bytes.byteSize() >= Address.SHARED) throw new IllegalArgumentException("an allocation at " + Long.toHexString(address));
        Map.Entry<Long, Allocation> below = allocations.floorEntry(address + Math.max(bytes.byteSize(), 1) - 1);
        if (below != null && below.getKey() + below.getValue().bytes.byteSize() > address) {
            throw new IllegalArgumentException("an allocation at " + Long.toHexString(address) + " overlaps one at " + Long.toHexString(below.getKey()));
        }
        allocations.put(address, new Allocation(address, bytes));
    }

    /// Memory outside the heap, at the address it has. Returns that.
    public long add(MemorySegment bytes) {
        add(bytes.address(), bytes);
        return bytes.address();
    }

    public void remove(long address) {
        if (allocations.remove(address) == null) throw new IllegalArgumentException("nothing is allocated at " + Long.toHexString(address));
    }

    @Nullable Allocation find(long address, long count) {
        Map.Entry<Long, Allocation> below = allocations.floorEntry(address);
        return below != null && below.getValue().holds(address, count) ? below.getValue() : null;
    }

    /// What lies nearest to an address that is in none of them.
    String near(long address) {
        Map.Entry<Long, Allocation> below = allocations.floorEntry(address);
        if (below == null) return "no allocation begins before it";
        long size = below.getValue().bytes.byteSize();
        return "the allocation of " + size + " bytes below it ends " + (address - below.getKey() - size) + " bytes before";
    }
}
