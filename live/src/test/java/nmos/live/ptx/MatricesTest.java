package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Products of matrices that lie across a warp.
class MatricesTest {
    private final Card card = new Card("matrices.ptx");
    private final Random random = new Random(13);

    @Test
    void bytes() {
        byte[] a = new byte[128];
        byte[] b = new byte[128];
        random.nextBytes(a);
        random.nextBytes(b);
        MemorySegment c = card.bytes(256);
        card.launch("bytes", 1, 32, card.of(a), card.of(b), c);
        int[] got = Card.ints(c);
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                int lane = row * 4 + column / 2;
                int sum = column % 2 == 0 ? lane : -lane;
                for (int k = 0; k < 16; k++) sum += a[row * 16 + k] * b[column * 16 + k];
                assertEquals(sum, got[row * 8 + column], "row " + row + ", column " + column);
            }
        }
    }

    @Test
    void halvesWithSumsInFloats() {
        short[] a = new short[128];
        short[] b = new short[64];
        for (int i = 0; i < 128; i++) a[i] = Float.floatToFloat16(random.nextInt(-64, 64) / 8f);
        for (int i = 0; i < 64; i++) b[i] = Float.floatToFloat16(random.nextInt(-64, 64) / 8f);
        MemorySegment c = card.bytes(512);
        card.launch("halves", 1, 32, card.of(a), card.of(b), c);
        float[] got = Card.floats(c);
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 8; column++) {
                float sum = 0;
                for (int k = 0; k < 8; k++) sum += Float.float16ToFloat(a[row * 8 + k]) * Float.float16ToFloat(b[column * 8 + k]);
                assertEquals(sum, got[row * 8 + column], "row " + row + ", column " + column);
            }
        }
    }

    @Test
    void matricesAreReadTurned() {
        short[] in = new short[256];
        for (int i = 0; i < 256; i++) in[i] = (short) random.nextInt();
        MemorySegment out = card.bytes(512);
        card.launch("transposed", 1, 32, card.of(in), out);
        int[] want = IntStream.range(0, 128).map(i -> {
            int at = i / 32 * 64 + i % 4 * 16 + i % 32 / 4;
            return (in[at] & 0xffff) | in[at + 8] << 16;
        }).toArray();
        assertArrayEquals(want, Card.ints(out));
    }
}
