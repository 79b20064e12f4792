package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whole numbers come out as Java has them.
class IntegersTest {
    private static final int COUNT = 700;
    private final Card card = new Card("integers.ptx");
    private final Random random = new Random(7);

    @Test
    void numbersOf32Bits() {
        int[] a = Card.anyInts(random, COUNT);
        int[] b = Card.anyInts(random, COUNT);
        MemorySegment out = card.bytes(4L * 24 * COUNT);
        card.launch("integers", 6, 128, card.of(a), card.of(b), out, COUNT);
        int[] got = Card.ints(out);
        for (int i = 0; i < COUNT; i++) {
            int x = a[i];
            int y = b[i];
            int[] want = {
                x + y, x - y, x * y, (int) (((long) x * y) >> 32), (int) (((x & 0xffffffffL) * (y & 0xffffffffL)) >>> 32),
                y == 0 || (x == Integer.MIN_VALUE && y == -1) ? 0 : x / y, y == 0 ? 0 : Integer.remainderUnsigned(x, y),
                Math.min(x, y), Integer.compareUnsigned(x, y) > 0 ? x : y, Math.abs(x) - y, x << y, x >> y, x >>> y,
                (x & y) ^ (~x | y), Integer.bitCount(x) + Integer.numberOfLeadingZeros(y) * 64 + (x == 0 ? 0 : Integer.numberOfTrailingZeros(x) + 1) * 4096,
                Integer.reverse(x), permuted(x, y, 0x5142), permuted(x, y, x >>> 3),
                (int) (((long) y << 32 | (x & 0xffffffffL)) << (y & 31) >>> 32), (int) (((long) y << 32 | (x & 0xffffffffL)) >>> (x & 31)),
                (int) (((long) y << 32 | (x & 0xffffffffL)) << Math.min(y & 63, 32) >>> 32),
                dot(x, y, x, true), dot(x, y, x, false),
                (short) x * (byte) y + (x >> 16) * (byte) (y >> 8) + 7 + 3 * ((short) x * (byte) (y >> 16) + (x >> 16) * (y >> 24) + 9)
            };
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 24 + k], "result " + k + " of " + x + " and " + y);
        }
    }

    private static int permuted(int x, int y, int selectors) {
        long bytes = (long) y << 32 | (x & 0xffffffffL);
        int result = 0;
        for (int i = 0; i < 4; i++) result |= (int) (bytes >>> (8 * (selectors >>> (4 * i) & 7)) & 255) << (8 * i);
        return result;
    }

    private static int dot(int x, int y, int sum, boolean signed) {
        int result = sum;
        for (int i = 0; i < 32; i += 8) result += signed ? (byte) (x >> i) * (byte) (y >> i) : (x >> i & 255) * (y >> i & 255);
        return result;
    }

    @Test
    void numbersOf64Bits() {
        long[] a = new long[COUNT];
        long[] b = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            a[i] = random.nextLong() >> random.nextInt(64);
            b[i] = i % 9 == 0 ? i / 9 : random.nextLong() >> random.nextInt(64);
        }
        MemorySegment out = card.bytes(8L * 16 * COUNT);
        card.launch("longs", 6, 128, card.of(a), card.of(b), out, COUNT);
        long[] got = Card.longs(out);
        for (int i = 0; i < COUNT; i++) {
            long x = a[i];
            long y = b[i];
            long[] want = {
                x + y, x * y, Math.multiplyHigh(x, y), Math.unsignedMultiplyHigh(x, y), y == 0 || y == -1 ? 0 : x / y,
                y == 0 ? 0 : Long.remainderUnsigned(x, y), Math.min(x, y), Long.compareUnsigned(x, y) > 0 ? x : y, x << y, x >> y, x >>> y,
                Long.bitCount(x) + Long.numberOfLeadingZeros(y) * 128L, (long) (int) x * (int) y, (x & 0xffffffffL) * (y & 0xffffffffL) + x,
                Long.reverse(x) ^ (x & ~y), (x < y ? 1 : 0) + (Long.compareUnsigned(x, y) < 0 ? 2 : 0) + (x == y ? 4 : 0) + Math.abs(x)
            };
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 16 + k], "result " + k + " of " + x + " and " + y);
        }
    }

    @Test
    void fieldsOfBitsAndSmallNumbers() {
        byte[] bytes = new byte[COUNT];
        short[] shorts = new short[COUNT];
        random.nextBytes(bytes);
        for (int i = 0; i < COUNT; i++) shorts[i] = (short) random.nextInt();
        MemorySegment out = card.bytes(4L * 16 * COUNT);
        card.launch("fields", 6, 128, card.of(bytes), card.of(shorts), out, COUNT);
        int[] got = Card.ints(out);
        for (int i = 0; i < COUNT; i++) {
            int b = bytes[i] & 255;
            int c = bytes[i];
            int s = shorts[i];
            int u = s & 0xffff;
            int position = b & 31;
            int length = b >> 3;
            int word = s * 65537;
            int shown = Math.min(length, 32 - position);
            int taken = shown == 0 ? 0 : word << (32 - position - shown) >> (32 - shown);
            int mask = length == 0 ? 0 : length > 31 ? -1 << position : ((1 << length) - 1) << position;
            int halves = s * 40503;
            int[] want = {
                b & 15, b >> 4, b >> 2 & 3, c, s, u, (short) (s * 3), (byte) (s >> 3), s < c ? 1 : 0, u > b ? 1 : 0, u / (b + 1), Math.max(s, c),
                taken, (u * 40503 & ~mask) | (s << position & mask), shown == 0 ? 0 : word << (32 - position - shown) >>> (32 - shown),
                (short) halves * (halves >> 16) ^ (halves << 16 | halves >>> 16)
            };
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 16 + k], "result " + k + " of " + b + " and " + s);
        }
    }

    @Test
    void sumsLongerThanAWordAndBytesSideBySide() {
        long[] a = new long[2 * COUNT];
        for (int i = 0; i < a.length; i++) a[i] = random.nextInt(5) == 0 ? -1 : random.nextLong();
        MemorySegment out = card.bytes(4L * 6 * COUNT);
        card.launch("carries", 6, 128, card.of(a), out, COUNT);
        int[] got = Card.ints(out);
        for (int i = 0; i < COUNT; i++) {
            long x = a[2 * i];
            long y = a[2 * i + 1];
            long sum = x + y;
            long difference = x - y;
            int bytes = 0;
            for (int k = 0; k < 32; k += 8) {
                int xl = (byte) (x >> k);
                int xh = (byte) (x >> (32 + k));
                int yl = (byte) (y >> k);
                int yh = (byte) (y >> (32 + k));
                int one = xl + yl ^ xh - yh ^ (xl > yh ? 255 : 0) ^ Math.abs((xh & 255) - (yl & 255)) ^ Math.clamp(xl - yl, -128, 127);
                bytes |= (one & 255) << k;
            }
            int[] want = {(int) sum, (int) (sum >> 32), Long.compareUnsigned(sum, x) < 0 ? 1 : 0, (int) difference, (int) (difference >> 32), bytes};
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 6 + k], "result " + k + " of " + x + " and " + y);
        }
    }
}
