package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.live.gguf.Layouts;

/// `d, uint32 high, uint8 q[16]`: `d * (q - 16)`; nibbles as in [Q4_0], bit `i` of `high` is the fifth bit of number `i`.
final class Q5_0 implements BlockFormat {
    static final Q5_0 FORMAT = new Q5_0();
    private static final int HIGH = 2;
    private static final int QUANTS = 6;
    private static final int HALF = 16;
    private static final int ZERO = 16;
    /// Root mean square of q - 16 for random q.
    private static final double SPREAD = Math.sqrt((32.0 * 32 - 1) / 12 + 0.25);

    private Q5_0() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        int high = data.get(Layouts.INT, at + HIGH);
        for (int i = 0; i < HALF; i++) {
            int q = Fields.u8(data, at + QUANTS + i);
            out[to + i] = d * (((q & 15) | (((high >>> i) & 1) << 4)) - ZERO);
            out[to + HALF + i] = d * (((q >> 4) | (((high >>> (HALF + i)) & 1) << 4)) - ZERO);
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        float d = Fields.extreme(row, from, Fields.BASIC) / -ZERO;
        float inverse = Fields.inverse(d);
        Fields.putF16(data, at, d);
        int fifths = 0;
        for (int i = 0; i < HALF; i++) {
            int low = Math.min(31, (int) (row[from + i] * inverse + ZERO + 0.5f));
            int high = Math.min(31, (int) (row[from + HALF + i] * inverse + ZERO + 0.5f));
            Fields.put8(data, at + QUANTS + i, (low & 15) | ((high & 15) << 4));
            fifths |= ((low >> 4) << i) | ((high >> 4) << (HALF + i));
        }
        data.set(Layouts.INT, at + HIGH, fifths);
    }

    /// The scale's sign is random because q - 16 leans to the negative.
    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        double d = deviation / SPREAD;
        Fields.putF16(data, at, (float) (random.nextBoolean() ? d : -d));
    }
}
