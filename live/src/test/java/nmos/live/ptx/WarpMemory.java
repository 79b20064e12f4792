package nmos.live.ptx;

import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/// What lanes of a warp read and write, wherever it lies, each access checked.
final class WarpMemory {
    private final Warp warp;
    private final long localBytes;
    /// Each lane's own.
    private final byte[] local;
    /// Where global memory was reached last.
    private DeviceMemory.Allocation hit = new DeviceMemory.Allocation(0, MemorySegment.NULL);

    WarpMemory(Warp warp, long localBytes) {
        this.warp = warp;
        this.localBytes = localBytes;
        local = new byte[Math.toIntExact(32 * localBytes)];
    }

    long aligned(long address, int bytes, int lane) {
        if ((address & bytes - 1) != 0) throw new Fault(lane, "wants " + bytes + " bytes at 0x" + Long.toHexString(address) + ", which is not aligned to so many");
        return address;
    }

    long load(Scope.Space space, long at, int bytes, int lane) {
        return switch (space) {
            case GLOBAL, CONST -> loadGlobal(at, bytes, lane);
            case SHARED -> warp.block.shared.load(at, bytes, warp, lane);
            case LOCAL -> SharedMemory.get(local, ownPlace(at, bytes, lane), bytes);
            case PARAM -> SharedMemory.get(warp.block.parameters, parameter(at, bytes, lane), bytes);
            case GENERIC -> load(kind(at, lane), kind(at, lane) == Scope.Space.GLOBAL ? at : at & -1L >>> 8, bytes, lane);
        };
    }

    long loadGlobal(long at, int bytes, int lane) {
        DeviceMemory.Allocation a = hit;
        if (!a.holds(at, bytes)) a = found(at, bytes, lane, "reads");
        return GlobalBytes.get(a.bytes(), at - a.address(), bytes);
    }

    void store(Scope.Space space, long at, int bytes, long value, int lane) {
        switch (space) {
            case GLOBAL -> {
                DeviceMemory.Allocation a = hit;
                if (!a.holds(at, bytes)) a = found(at, bytes, lane, "writes");
                if (a.bytes().isReadOnly()) throw new Fault(lane, "writes to constant memory at 0x" + Long.toHexString(at));
                GlobalBytes.put(a.bytes(), at - a.address(), bytes, value);
            }
            case SHARED -> warp.block.shared.store(at, bytes, value, warp, lane);
            case LOCAL -> SharedMemory.put(local, ownPlace(at, bytes, lane), bytes, value);
            case GENERIC -> store(kind(at, lane), kind(at, lane) == Scope.Space.GLOBAL ? at : at & -1L >>> 8, bytes, value, lane);
            case CONST, PARAM -> throw new Fault(lane, "writes to what can only be read");
        }
    }

    /// Returns what was there.
    long change(Scope.Space space, long at, int bytes, int lane, LongUnaryOperator change) {
        return switch (space) {
            case GLOBAL -> {
                synchronized (warp.block.memory) {
                    long before = loadGlobal(at, bytes, lane);
                    store(space, at, bytes, change.applyAsLong(before), lane);
                    yield before;
                }
            }
            case SHARED -> {
                long before = warp.block.shared.loadForChange(at, bytes, warp, lane);
                warp.block.shared.storeChanged(at, bytes, change.applyAsLong(before));
                yield before;
            }
            case GENERIC -> change(kind(at, lane), kind(at, lane) == Scope.Space.GLOBAL ? at : at & -1L >>> 8, bytes, lane, change);
            case CONST, PARAM, LOCAL -> throw new Fault(lane, "changes memory that knows no atomic changes");
        };
    }

    private static Scope.Space kind(long at, int lane) {
        return switch ((int) (at >>> 56)) {
            case 0 -> Scope.Space.GLOBAL;
            case 1 -> Scope.Space.SHARED;
            case 2 -> Scope.Space.LOCAL;
            case 3 -> Scope.Space.PARAM;
            default -> throw new Fault(lane, "0x" + Long.toHexString(at) + " is no address");
        };
    }

    private DeviceMemory.Allocation found(long at, int bytes, int lane, String does) {
        DeviceMemory.Allocation a = warp.block.memory.find(at, bytes);
        if (a == null) a = warp.block.variables.find(at, bytes);
        if (a == null) {
            throw new Fault(lane, does + " " + bytes + " bytes at 0x" + Long.toHexString(at) + ", where nothing is allocated: " + warp.block.memory.near(at));
        }
        hit = a;
        return a;
    }

    private int ownPlace(long at, int bytes, int lane) {
        if (at < 0 || at > localBytes - bytes) throw new Fault(lane, "wants " + bytes + " bytes of its local memory at " + at + ", where it has " + localBytes);
        return (int) (lane * localBytes + at);
    }

    private int parameter(long at, int bytes, int lane) {
        if (at < 0 || at > warp.block.parameters.length - bytes) throw new Fault(lane, "reads " + bytes + " bytes of parameters at " + at + " of " + warp.block.parameters.length);
        return (int) at;
    }
}
