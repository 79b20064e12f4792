package nmos.live.ptx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Numbers in device memory, the lowest byte first.
final class GlobalBytes {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private GlobalBytes() {}

    static long get(MemorySegment bytes, long at, int count) {
        return switch (count) {
            case 1 -> bytes.get(ValueLayout.JAVA_BYTE, at) & 255;
            case 2 -> bytes.get(SHORT, at) & 0xffffL;
            case 4 -> bytes.get(INT, at) & 0xffffffffL;
            default -> bytes.get(LONG, at);
        };
    }

    static void put(MemorySegment bytes, long at, int count, long value) {
        switch (count) {
            case 1 -> bytes.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            case 2 -> bytes.set(SHORT, at, (short) value);
            case 4 -> bytes.set(INT, at, (int) value);
            default -> bytes.set(LONG, at, value);
        }
    }
}
