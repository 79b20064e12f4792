package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Lanes of a warp go their own ways and come together again.
class FlowTest {
    private final Card card = new Card("flow.ptx");
    private final Random random = new Random(5);

    @Test
    void loopsEndAtADifferentTimeForEachLane() {
        int[] in = IntStream.range(0, 200).map(i -> i + 1).toArray();
        MemorySegment out = card.bytes(800);
        card.launch("collatz", 4, 64, card.of(in), out, 200);
        assertArrayEquals(IntStream.of(in).map(FlowTest::collatz).toArray(), Card.ints(out));
    }

    private static int collatz(int from) {
        int steps = 0;
        for (int x = from; x > 1; steps++) x = (x & 1) != 0 ? 3 * x + 1 : x >>> 1;
        return steps;
    }

    @Test
    void functionsAreCalledFromSeveralPlacesAndByFunctions() {
        int[] in = IntStream.range(0, 96).map(i -> random.nextInt(-50, 200)).toArray();
        MemorySegment out = card.bytes(8 * 96);
        card.launch("calls", 1, 96, card.of(in), out);
        long[] want = LongStream.range(0, 96).map(n -> {
            int i = (int) n;
            long r = i;
            if (i % 3 != 0) r = ((long) tangle(in[i], i) + i) * 5 + (in[i] - i);
            else if (i % 2 == 0) r = tangle(i, in[i]);
            return r + tangle(in[i] & 15, 4);
        }).toArray();
        assertArrayEquals(want, Card.longs(out));
    }

    private static int tangle(int a, int b) {
        if (a > b) return a * 3 - b;
        int x = a;
        while (x < b) x += 7;
        return x ^ b;
    }

    @Test
    void eachLaneTakesItsCase() {
        int[] in = IntStream.range(0, 128).map(i -> random.nextInt(1 << 20)).toArray();
        MemorySegment out = card.bytes(4 * 2048);
        card.launch("cases", 2, 64, card.of(in), out);
        int[] got = Card.ints(out);
        for (int i = 0; i < 128; i++) {
            int x = in[i];
            int want = switch (x & 15) {
                case 0 -> x * x;
                case 1 -> x / 3;
                case 2 -> {
                    int y = x ^ 12345;
                    for (int k = 0; k < i; k++) y += k * y;
                    yield y;
                }
                case 3 -> Integer.bitCount(x);
                case 4 -> -x;
                case 5 -> x << 3;
                case 6 -> x % 17;
                case 7 -> x;
                default -> 1;
            };
            assertEquals(want, got[i], "thread " + i + " of " + x);
        }
    }

    @Test
    void aLaneThatHoldsALockGetsToGiveItBack() {
        MemorySegment lock = card.of(0);
        MemorySegment value = card.of(0);
        card.launch("locked", 2, 40, lock, value);
        int want = 0;
        for (int i = 0; i < 80; i++) want = want * 3 + 1;
        assertEquals(want, Card.ints(value)[0]);
    }
}
