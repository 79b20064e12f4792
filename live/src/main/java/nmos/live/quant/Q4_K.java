package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `d, dmin, uint8 s[12], uint8 q[128]`: `d * scale * q - dmin * min`, with six-bit scale and min for each 32 numbers
/// ([SixBits]); each 64 numbers take 32 bytes of `q`, the first 32 in low nibbles.
final class Q4_K implements BlockFormat {
    static final Q4_K FORMAT = new Q4_K();
    private static final int MIN = 2;
    private static final int SCALES = 4;
    private static final int QUANTS = 16;
    private static final int SUB = 32;
    private static final int LEVELS = 15;
    /// Deviation of scale * q - 7.5 * min for random scale, min and q.
    private static final double SPREAD = Math.sqrt(1_333.5 * 255 / 12 + 2 * 7.5 * 7.5 * 4_095 / 12);

    private Q4_K() {}

    static int nibbleByte(int i) {
        return i / 64 * 32 + i % 32;
    }

    static int nibbleShift(int i) {
        return i % 64 / 32 * 4;
    }

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        double dmin = Fields.f16(data, at + MIN);
        for (int i = 0; i < Fields.SUPER; i++) {
            int q = (Fields.u8(data, at + QUANTS + nibbleByte(i)) >> nibbleShift(i)) & 15;
            int scale = SixBits.scale(data, at + SCALES, i / SUB);
            int min = SixBits.min(data, at + SCALES, i / SUB);
            out[to + i] = d * scale * q - dmin * min;
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
                long quant = at + QUANTS + nibbleByte(i);
                Fields.put8(data, quant, Fields.u8(data, quant) | (q << nibbleShift(i)));
            }
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        float d = Fields.putF16(data, at, (float) (deviation / SPREAD));
        Fields.putF16(data, at + MIN, d * LEVELS / 2);
    }
}
