package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What lanes do together.
class WarpsTest {
    private final Card card = new Card("warps.ptx");
    private final Random random = new Random(9);

    @Test
    void shufflesInWholeWarpsAndInPartsOfThem() {
        int[] in = IntStream.range(0, 64).map(i -> random.nextInt(1000)).toArray();
        MemorySegment out = card.bytes(4 * 8 * 64);
        card.launch("shuffles", 1, 64, card.of(in), out);
        int[] got = Card.ints(out);
        for (int t = 0; t < 64; t++) {
            int warp = t & ~31;
            int k = t & 31;
            IntUnaryOperator at = lane -> in[warp + lane];
            int sum = IntStream.range(warp, warp + 32).map(i -> in[i]).sum();
            int[] want = {at.applyAsInt(k * 7 & 31), at.applyAsInt(k < 3 ? k : k - 3), at.applyAsInt(k + 5 > 31 ? k : k + 5), at.applyAsInt(k ^ 9),
                at.applyAsInt((k & ~7) | (k + 2 & 7)), at.applyAsInt(k ^ 2), at.applyAsInt((k & 15) + 3 > 15 ? k : k + 3), Float.floatToIntBits(sum)};
            assertArrayEquals(want, Arrays.copyOfRange(got, t * 8, t * 8 + 8), "thread " + t);
        }
    }

    @Test
    void lanesThatPartedShuffleAmongThemselves() {
        int[] in = Card.anyInts(random, 32);
        MemorySegment out = card.bytes(128);
        card.launch("apart", 1, 32, card.of(in), out);
        assertArrayEquals(IntStream.range(0, 32).map(t -> t % 2 != 0 ? in[t] + in[t ^ 2] : in[t] - in[t ^ 4]).toArray(), Card.ints(out));
    }

    @Test
    void votesAndMatches() {
        int[] in = IntStream.range(0, 32).map(i -> random.nextInt(-5, 6)).toArray();
        MemorySegment out = card.bytes(4 * 6 * 32);
        card.launch("votes", 1, 32, card.of(in), out);
        int[] got = Card.ints(out);
        int positive = mask(in, x -> x > 0 ? 1 : 0);
        for (int t = 0; t < 32; t++) {
            int own = in[t] & 3;
            int[] want = {positive, 1, 1, mask(in, x -> (x & 3) == own ? 1 : 0), positive, 0};
            assertArrayEquals(want, Arrays.copyOfRange(got, t * 6, t * 6 + 6), "thread " + t);
        }
    }

    private static int mask(int[] values, IntUnaryOperator holds) {
        return IntStream.range(0, 32).map(i -> holds.applyAsInt(values[i]) << i).reduce(0, (a, b) -> a | b);
    }

    @Test
    void sumsOfBlocksByAtomicsAndBarriersThatCount() {
        int[] in = IntStream.range(0, 250).map(i -> random.nextInt(1000)).toArray();
        MemorySegment out = card.bytes(4 * 5 * 3);
        MemorySegment total = card.of(0f);
        MemorySegment bits = card.of(0L, 90L);
        card.launch("sums", 3, 96, card.of(in), out, total, bits, 250);
        for (int b = 0; b < 3; b++) {
            int[] part = Arrays.copyOfRange(in, b * 96, Math.min(250, b * 96 + 96));
            int[] want = {Arrays.stream(part).sum(), Arrays.stream(part).min().orElseThrow(), Arrays.stream(part).max().orElseThrow(),
                (int) Arrays.stream(part).filter(x -> x % 2 != 0).count(), Arrays.stream(part).anyMatch(x -> x == 77) ? 1 : 0};
            assertArrayEquals(want, Arrays.copyOfRange(Card.ints(out), b * 5, b * 5 + 5));
        }
        assertEquals(Arrays.stream(in).sum(), Card.floats(total)[0]);
        long all = Arrays.stream(in).mapToLong(x -> 1L << (x & 63)).reduce(1, (a, b) -> a | b);
        assertArrayEquals(new long[] {all, (90 + 288) % 100}, Card.longs(bits));
    }

    @Test
    void theOrderOfBlocksAndWarpsDoesNotMatterWhereKernelsAreRight() {
        int[] in = IntStream.range(0, 250).map(i -> random.nextInt(1000)).toArray();
        MemorySegment out = card.bytes(4 * 5 * 3);
        card.launch("sums", 3, 96, card.of(in), out, card.of(0f), card.of(0L, 90L), 250);
        int[] first = Card.ints(out);
        for (long seed = 1; seed < 5; seed++) {
            card.limits = new Limits(seed, true, 65_536, 1 << 20);
            card.launch("sums", 3, 96, card.of(in), out, card.of(0f), card.of(0L, 90L), 250);
            assertArrayEquals(first, Card.ints(out));
        }
    }
}
