package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `d, uint8 q[16]`: `d * (q - 8)`; the low nibble of byte `i` is number `i`, the high nibble number `i + 16`.
final class Q4_0 implements BlockFormat {
    static final Q4_0 FORMAT = new Q4_0();
    private static final int QUANTS = 2;
    private static final int HALF = 16;
    private static final int ZERO = 8;
    /// Root mean square of q - 8 for random q.
    private static final double SPREAD = Math.sqrt((16.0 * 16 - 1) / 12 + 0.25);

    private Q4_0() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        for (int i = 0; i < HALF; i++) {
            int q = Fields.u8(data, at + QUANTS + i);
            out[to + i] = d * ((q & 15) - ZERO);
            out[to + HALF + i] = d * ((q >> 4) - ZERO);
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        float d = Fields.extreme(row, from, Fields.BASIC) / -ZERO;
        float inverse = Fields.inverse(d);
        Fields.putF16(data, at, d);
        for (int i = 0; i < HALF; i++) {
            int low = Math.min(15, (int) (row[from + i] * inverse + ZERO + 0.5f));
            int high = Math.min(15, (int) (row[from + HALF + i] * inverse + ZERO + 0.5f));
            Fields.put8(data, at + QUANTS + i, low | (high << 4));
        }
    }

    /// The scale's sign is random because q - 8 leans to the negative.
    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        double d = deviation / SPREAD;
        Fields.putF16(data, at, (float) (random.nextBoolean() ? d : -d));
    }
}
