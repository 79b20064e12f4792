package nmos.live.ptx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The shared memory of one block, and then of the next.
final class SharedMemory {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final @Nullable SharedChecks checks;

    SharedMemory(int size, boolean checked) {
        bytes = new byte[size];
        checks = checked ? new SharedChecks(size) : null;
    }

    /// For another block: filled with what nobody takes for a result.
    void begin() {
        Arrays.fill(bytes, (byte) 0xc5);
        if (checks != null) checks.begin();
    }

    /// All that was done before happened before all that comes.
    void barrier() {
        if (checks != null) checks.barrier();
    }

    long load(long at, int count, Warp warp, int lane) {
        int from = place(at, count, "reads", lane);
        if (checks != null) checks.read(from, count, warp, lane);
        return get(bytes, from, count);
    }

    void store(long at, int count, long value, Warp warp, int lane) {
        int from = place(at, count, "writes", lane);
        if (checks != null) checks.written(from, count, warp, lane, get(bytes, from, count) != (count == 8 ? value : value & (1L << (8 * count)) - 1));
        put(bytes, from, count, value);
    }

    /// For an atomic change: what is there, whoever wrote it.
    long loadForChange(long at, int count, Warp warp, int lane) {
        int from = place(at, count, "changes", lane);
        if (checks != null) checks.changed(from, count, warp, lane);
        return get(bytes, from, count);
    }

    void storeChanged(long at, int count, long value) {
        put(bytes, (int) at, count, value);
    }

    private int place(long at, int count, String does, int lane) {
        if (at < 0 || at > bytes.length - count) {
            throw new Fault(lane, does + " " + count + " bytes of shared memory at " + at + ", where the block has " + bytes.length);
        }
        return (int) at;
    }

    static long get(byte[] bytes, int at, int count) {
        return switch (count) {
            case 1 -> bytes[at] & 255;
            case 2 -> (short) SHORTS.get(bytes, at) & 0xffffL;
            case 4 -> (int) INTS.get(bytes, at) & 0xffffffffL;
            default -> (long) LONGS.get(bytes, at);
        };
    }

    static void put(byte[] bytes, int at, int count, long value) {
        switch (count) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> SHORTS.set(bytes, at, (short) value);
            case 4 -> INTS.set(bytes, at, (int) value);
            default -> LONGS.set(bytes, at, value);
        }
    }
}
