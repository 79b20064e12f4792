package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every kind of memory a kernel can name, by every kind of address.
class MemoryTest {
    private final Card card = new Card("memory.ptx");
    private final Random random = new Random(3);

    @Test
    void vectorsAStructByValueAndConstants() {
        int rows = 3;
        int columns = 20;
        int stride = 24;
        float[] in = Card.anyFloats(random, rows * stride * 4);
        int[] pairs = Card.anyInts(random, rows * columns * 2);
        MemorySegment out = card.bytes(16L * rows * stride);
        MemorySegment swapped = card.bytes(8L * rows * columns);
        MemorySegment packed = Arena.ofAuto().allocate(64, 8);
        packed.set(ValueLayout.JAVA_LONG, 0, card.of(in).address());
        packed.set(ValueLayout.JAVA_LONG, 8, out.address());
        packed.set(ValueLayout.JAVA_INT, 16, rows);
        packed.set(ValueLayout.JAVA_INT, 20, columns);
        packed.set(ValueLayout.JAVA_LONG, 24, stride);
        packed.set(ValueLayout.JAVA_FLOAT, 32, 1.25f);
        packed.set(ValueLayout.JAVA_BYTE, 36, (byte) 200);
        packed.set(ValueLayout.JAVA_LONG, 40, card.of(pairs).address());
        packed.set(ValueLayout.JAVA_LONG, 48, swapped.address());
        assertEquals(56, card.module.parameterBytes("vectors"));
        card.module.launch("vectors", Dim.of(1, 4), Dim.of(32), 0, packed, card.memory);
        float[] table = {1.5f, -2.0f, 0.25f, 3.0f, 4.0f, 5.0f, 6.0f, -7.5f};
        int[] codes = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
        float[] got = Card.floats(out);
        int[] gotPairs = Card.ints(swapped);
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns; c++) {
                int at = (row * stride + c) * 4;
                float s = 1.25f * table[row + c & 7];
                float[] want = {in[at + 3] * s, in[at + 2] * s, in[at + 1] * s, in[at] + codes[c & 15] + 200};
                for (int k = 0; k < 4; k++) assertEquals(want[k], got[at + k], "row " + row + ", column " + c);
                assertEquals(pairs[2 * (row * columns + c)], gotPairs[2 * (row * columns + c) + 1]);
            }
        }
    }

    @Test
    void sharedMemoryOfAFixedAndOfAGivenSize() {
        int[] in = Card.anyInts(random, 128);
        MemorySegment out = card.bytes(512);
        card.launch("reversed", Dim.of(2), Dim.of(64), 256, card.of(in), out);
        assertArrayEquals(IntStream.range(0, 128).map(i -> in[i / 64 * 64 + 63 - i % 64] + 1000 * (i + 1 & 63)).toArray(), Card.ints(out));
        assertEquals(256, card.module.sharedBytes("reversed"));
    }

    @Test
    void eachThreadHasItsLocalArray() {
        int[] in = {3, 77, 12, 3, 9, 15};
        MemorySegment out = card.bytes(4 * 96);
        card.launch("locals", 1, 96, card.of(in), out, in.length);
        int[] want = IntStream.range(0, 96).map(i -> {
            int[] own = IntStream.range(0, 16).map(k -> k * i).toArray();
            for (int x : in) own[x & 15] += x;
            return IntStream.of(own).reduce(0, (sum, x) -> sum * 31 + x);
        }).toArray();
        assertArrayEquals(want, Card.ints(out));
    }

    @Test
    void variablesOfAModuleKeepTheirValuesFromLaunchToLaunch() {
        MemorySegment out = card.bytes(256);
        card.launch("globals", 1, 32, out);
        card.launch("globals", 1, 32, out);
        int[] want = IntStream.range(0, 64).map(i -> i < 32 ? 104 + 2 * i : new int[] {1, 2, 3, -1}[i & 3]).toArray();
        assertArrayEquals(want, Card.ints(out));
    }

    @Test
    void aPointerMayLeadToAnyMemory() {
        float[] in = Card.anyFloats(random, 32);
        MemorySegment out = card.bytes(4 * 96);
        for (int i = 64; i < 96; i++) out.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
        card.launch("generic", 1, 32, card.of(in), out);
        float[] got = Card.floats(out);
        for (int t = 0; t < 32; t++) {
            int i = 31 - t;
            assertEquals(2 * (t % 3 == 0 ? in[i] + 1 : t % 3 == 1 ? in[i] : 64 + i), got[t]);
        }
    }

    @Test
    void addressesNeedNotBeThoseOfTheHost() {
        int[] in = Card.anyInts(random, 64);
        MemorySegment out = Arena.ofAuto().allocate(256, 4);
        card.memory.add(0x7_0000_0100L, out);
        card.launch("reversed", Dim.of(1), Dim.of(64), 256, card.of(in), 0x7_0000_0100L);
        assertEquals(in[63] + 1000, out.get(ValueLayout.JAVA_INT, 0));
    }
}
