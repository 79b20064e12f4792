package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `d, dmin, uint8 s[12], uint8 high[32], uint8 q[128]`: as [Q4_K], with a fifth bit: bit `i / 32` of `high[i % 32]`.
final class Q5_K implements BlockFormat {
    static final Q5_K FORMAT = new Q5_K();
    private static final int MIN = 2;
    private static final int SCALES = 4;
    private static final int HIGH = 16;
    private static final int QUANTS = 48;
    private static final int SUB = 32;
    private static final int LEVELS = 31;
    /// Deviation of scale * q - 15.5 * min for random scale, min and q.
    private static final double SPREAD = Math.sqrt(1_333.5 * 1_023 / 12 + 2 * 15.5 * 15.5 * 4_095 / 12);

    private Q5_K() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        double dmin = Fields.f16(data, at + MIN);
        for (int i = 0; i < Fields.SUPER; i++) {
            int low = (Fields.u8(data, at + QUANTS + Q4_K.nibbleByte(i)) >> Q4_K.nibbleShift(i)) & 15;
            int high = (Fields.u8(data, at + HIGH + i % 32) >> (i / 32)) & 1;
            int scale = SixBits.scale(data, at + SCALES, i / SUB);
            int min = SixBits.min(data, at + SCALES, i / SUB);
            out[to + i] = d * scale * (low | (high << 4)) - dmin * min;
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        data.asSlice(at, QUANTS + Fields.SUPER / 2).fill((byte) 0);
        var fit = new AffineFit(row, from, SUB, LEVELS);
        float d = Fields.putF16(data, at, fit.largestScale() / SixBits.LEVELS);
        float dmin = Fields.putF16(data, at + MIN, fit.largestMin() / SixBits.LEVELS);
        for (int s = 0; s < Fields.SUPER / SUB; s++) {
            int scale = AffineFit.level(fit.scales[s], d, SixBits.LEVELS);
            int min = AffineFit.level(fit.mins[s], dmin, SixBits.LEVELS);
            SixBits.put(data, at + SCALES, s, scale, min);
            for (int i = s * SUB; i < (s + 1) * SUB; i++) {
                int q = AffineFit.level(row[from + i] + dmin * min, d * scale, LEVELS);
                long quant = at + QUANTS + Q4_K.nibbleByte(i);
                long high = at + HIGH + i % 32;
                Fields.put8(data, quant, Fields.u8(data, quant) | ((q & 15) << Q4_K.nibbleShift(i)));
                Fields.put8(data, high, Fields.u8(data, high) | ((q >> 4) << (i / 32)));
            }
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        float d = Fields.putF16(data, at, (float) (deviation / SPREAD));
        Fields.putF16(data, at + MIN, d * LEVELS / 2);
    }
}
