package nmos.live.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Floats, halves and conversions between all of them come out as IEEE 754 has them, which is as Java has them.
class FloatsTest {
    private static final int COUNT = 700;
    private final Card card = new Card("floats.ptx");
    private final Random random = new Random(11);

    @Test
    void numbersOf32Bits() {
        float[] a = Card.anyFloats(random, COUNT);
        float[] b = Card.anyFloats(random, COUNT);
        MemorySegment out = card.bytes(4L * 20 * COUNT);
        card.launch("floats", 6, 128, card.of(a), card.of(b), out, COUNT);
        float[] got = Card.floats(out);
        for (int i = 0; i < COUNT; i++) {
            float x = a[i];
            float y = b[i];
            float[] want = {
                x + y, x - y, x * y, x / y, Math.fma(x, y, x), (float) Math.sqrt(x), Floats.smaller(x, y), Floats.greater(x, y), Math.abs(x) - y,
                (float) Math.rint(x), (float) Math.floor(x), (float) Math.ceil(x), (float) (x < 0 ? Math.ceil(x) : Math.floor(x)), x * y + 1, 1 / x,
                Math.copySign(x, y), x < y ? x : 2 * y, Float.isNaN(x) || x >= y ? 1 : 0
            };
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 20 + k], "result " + k + " of " + x + " and " + y);
            if (!Float.isFinite(x) || !Float.isFinite(y)) continue;
            BigDecimal sum = new BigDecimal(x).add(new BigDecimal(y));
            BigDecimal product = new BigDecimal(x).multiply(new BigDecimal(y));
            assertNextTo(sum, got[i * 20 + 18], sum.signum() < 0, x + " + " + y + " to zero");
            assertNextTo(product, got[i * 20 + 19], true, x + " * " + y + " upwards");
        }
    }

    /// The result is the exact one, or the first float above (or below) it.
    private static void assertNextTo(BigDecimal exact, float got, boolean above, String what) {
        if (Float.isInfinite(got)) {
            assertTrue((above && got > 0 && exact.compareTo(new BigDecimal(Float.MAX_VALUE)) > 0) || exact.abs().compareTo(new BigDecimal(Float.MAX_VALUE)) > 0, what + " is " + got);
            return;
        }
        int side = new BigDecimal(got).compareTo(exact);
        float other = above ? Math.nextDown(got) : Math.nextUp(got);
        assertTrue(above ? side >= 0 : side <= 0, what + " is " + got);
        assertTrue(side == 0 || Float.isInfinite(other) || (above ? new BigDecimal(other).compareTo(exact) < 0 : new BigDecimal(other).compareTo(exact) > 0), what + " is " + got);
    }

    @Test
    void numbersOf64Bits() {
        double[] a = new double[COUNT];
        double[] b = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            a[i] = i % 50 == 0 ? Double.NaN : Math.scalb(random.nextGaussian(), random.nextInt(-40, 80));
            b[i] = i % 35 == 0 ? 0 : Math.scalb(random.nextGaussian(), random.nextInt(-40, 80));
        }
        MemorySegment out = card.bytes(8L * 8 * COUNT);
        card.launch("doubles", 6, 128, card.of(a), card.of(b), out, COUNT);
        double[] got = out.toArray(ValueLayout.JAVA_DOUBLE);
        for (int i = 0; i < COUNT; i++) {
            double x = a[i];
            double y = b[i];
            double[] want = {x + y, x * y, x / y, Math.fma(x, y, x), Math.sqrt(Math.abs(x)), (float) x,
                (Double.isNaN(x) ? y : Math.min(x, y)) + Math.floor(y), x > y ? (double) (long) x : (double) (int) y};
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 8 + k], "result " + k + " of " + x + " and " + y);
        }
    }

    @Test
    void conversions() {
        float[] a = Card.anyFloats(random, COUNT);
        int[] b = Card.anyInts(random, COUNT);
        MemorySegment out = card.bytes(4L * 20 * COUNT);
        card.launch("conversions", 6, 128, card.of(a), card.of(b), out, COUNT);
        int[] got = Card.ints(out);
        for (int i = 0; i < COUNT; i++) {
            float x = a[i];
            int y = b[i];
            float half = Float.float16ToFloat((short) y);
            int intAsHalf = Float.floatToFloat16(Math.clamp((long) y, -100_000, 100_000)) & 0xffff;
            int nearest = (int) Math.rint(x);
            int[] want = {
                nearest, (int) x, (int) Math.floor(x), (int) Math.ceil(x), (int) Math.clamp((long) Math.rint(x), 0, 0xffffffffL), (byte) nearest,
                bits(y), bits((float) (y & 0xffffffffL)), bits(toZero(y)), half(x), -1, bits(half), brain(x), y << 16, intAsHalf,
                (int) Math.rint(half), half(x) | half(y) << 16, ((int) Math.clamp((long) Math.abs(x), 0, 0xffffffffL) & 255) + (y & 0xffff),
                (int) (long) x, bits((float) (y * 1_000_003L))
            };
            for (int k = 0; k < want.length; k++) if (k != 10) assertEquals(want[k], got[i * 20 + k], "result " + k + " of " + x + " and " + y);
            if (!Float.isFinite(x)) continue;
            float cut = Float.float16ToFloat((short) got[i * 20 + 10]);
            float next = Float.float16ToFloat((short) (got[i * 20 + 10] + 1));
            assertTrue(Math.abs(cut) <= Math.abs(x) && (Math.abs(next) > Math.abs(x) || cut == 65504 || cut == -65504), x + " cut to a half is " + cut);
        }
    }

    private static float toZero(int y) {
        float near = y;
        return (double) near > y && y > 0 ? Math.nextDown(near) : (double) near < y && y < 0 ? Math.nextUp(near) : near;
    }

    private static int bits(float value) {
        return Floats.bits(value);
    }

    private static int half(float value) {
        return Float.isNaN(value) ? 0x7fff : Float.floatToFloat16(value) & 0xffff;
    }

    private static int brain(float value) {
        if (Float.isNaN(value)) return 0x7fff;
        int cut = Float.floatToRawIntBits(value) >>> 16;
        if (Float.isInfinite(value)) return cut;
        BigDecimal low = new BigDecimal(Float.intBitsToFloat(cut << 16)).subtract(new BigDecimal(value)).abs();
        float above = Float.intBitsToFloat((cut + 1) << 16);
        BigDecimal high = (Float.isInfinite(above) ? BigDecimal.TWO.pow(128) : new BigDecimal(Math.abs(above))).subtract(new BigDecimal(value).abs()).abs();
        int order = low.compareTo(high);
        return order < 0 || (order == 0 && (cut & 1) == 0) ? cut : cut + 1;
    }

    @Test
    void numbersOf16Bits() {
        short[] a = new short[COUNT];
        short[] b = new short[COUNT];
        for (int i = 0; i < COUNT; i++) {
            a[i] = (short) random.nextInt();
            b[i] = i % 3 == 0 ? (short) (a[i] + random.nextInt(9)) : (short) random.nextInt();
        }
        MemorySegment out = card.bytes(2L * 12 * COUNT);
        card.launch("halves", 6, 128, card.of(a), card.of(b), out, COUNT);
        short[] got = Card.shorts(out);
        for (int i = 0; i < COUNT; i++) {
            float x = Float.float16ToFloat(a[i]);
            float y = Float.float16ToFloat(b[i]);
            int[] want = {
                half(x + y), half(x - y), half(x * y), fused(x, y, x), x < y ? 1 : 0, (a[i] & 0xffff) ^ 0x8000, a[i] & 0x7fff, fused(x, y, x), fused(y, x, y),
                half(Float.float16ToFloat((short) half(x * x)) + x), half(Float.float16ToFloat((short) half(y * y)) + y),
                brain(Float.intBitsToFloat(a[i] << 16) * Float.intBitsToFloat(b[i] << 16))
            };
            for (int k = 0; k < want.length; k++) assertEquals(want[k], got[i * 12 + k] & 0xffff, "result " + k + " of " + x + " and " + y);
        }
    }

    /// The half nearest to the exact result: among all, by how far they are.
    private static int fused(float x, float y, float z) {
        float near = Math.fma(x, y, z);
        if (!Float.isFinite(near) || near == 0) return half(near);
        BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y)).add(new BigDecimal(z));
        int guess = half(near);
        int best = guess;
        BigDecimal far = null;
        for (int candidate = guess - 1; candidate <= guess + 1; candidate++) {
            float value = Float.float16ToFloat((short) candidate);
            if (Float.isNaN(value) || (candidate & 0x8000) != (guess & 0x8000) || candidate < 0) continue;
            BigDecimal as = Float.isInfinite(value) ? new BigDecimal(value > 0 ? 65536 : -65536) : new BigDecimal(value);
            BigDecimal distance = as.subtract(exact).abs();
            int order = far == null ? -1 : distance.compareTo(far);
            if (order < 0 || (order == 0 && (candidate & 1) == 0)) {
                best = candidate;
                far = distance;
            }
        }
        return best;
    }

    @Test
    void approximationsAreNearTheFunctionsTheyStandFor() {
        float[] a = new float[COUNT];
        for (int i = 0; i < COUNT; i++) a[i] = (float) (random.nextGaussian() * 3);
        MemorySegment out = card.bytes(4L * 12 * COUNT);
        card.launch("approximations", 6, 128, card.of(a), out, COUNT);
        float[] got = Card.floats(out);
        for (int i = 0; i < COUNT; i++) {
            double x = a[i];
            double[] want = {Math.pow(2, x), Math.exp(x), Math.log(Math.abs(x)) / Math.log(2), 1 / Math.sqrt(Math.abs(x)), 1 / x, Math.sin(x), Math.cos(x),
                Math.exp(x), Math.tanh(x), Math.sin(x), Math.pow(Math.abs(x), 0.3f), Math.tanh(x)};
            for (int k = 0; k < want.length; k++) {
                assertEquals(want[k], got[i * 12 + k], 1e-6 * Math.max(1, Math.abs(want[k])), "function " + k + " of " + x);
            }
        }
    }

    @Test
    void numbersTooSmallBecomeNoughtWhereAskedTo() {
        float[] a = {1e-30f, 1e-40f, 3, -1e-20f};
        float[] b = {1e-10f, 1e30f, 2, 1e-20f};
        MemorySegment out = card.bytes(4L * 8);
        card.launch("flushed", 1, 32, card.of(a), card.of(b), out, 4);
        float[] got = Card.floats(out);
        float[] want = {0, 1e-30f, 0, 0, 6, 9, -0f, Math.fma(-1e-20f, 1e-20f, -1e-20f)};
        for (int k = 0; k < want.length; k++) assertEquals(want[k], got[k], "result " + k);
    }
}
