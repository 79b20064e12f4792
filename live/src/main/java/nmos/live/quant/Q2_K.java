package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `uint8 s[16], uint8 q[64], d, dmin`: `d * (s & 15) * q - dmin * (s >> 4)`, with `s[i / 16]` for number `i`.
///
/// Each half of 128 numbers takes 32 bytes of `q`: byte `i` holds numbers `i`, `i + 32`, `i + 64` and `i + 96`, two bits each,
/// lowest first.
final class Q2_K implements BlockFormat {
    static final Q2_K FORMAT = new Q2_K();
    private static final int QUANTS = 16;
    private static final int SCALE = 80;
    private static final int MIN = 82;
    private static final int SUB = 16;
    private static final int LEVELS = 3;
    private static final int SCALE_LEVELS = 15;
    /// Deviation of s * q - 1.5 * m for random s, m and q.
    private static final double SPREAD = Math.sqrt(77.5 * 15 / 12 + 2 * 1.5 * 1.5 * 255 / 12);

    private Q2_K() {}

    static int quantByte(int i) {
        return i / 128 * 32 + i % 32;
    }

    static int quantShift(int i) {
        return i % 128 / 32 * 2;
    }

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at + SCALE);
        double dmin = Fields.f16(data, at + MIN);
        for (int i = 0; i < Fields.SUPER; i++) {
            int s = Fields.u8(data, at + i / SUB);
            int q = (Fields.u8(data, at + QUANTS + quantByte(i)) >> quantShift(i)) & 3;
            out[to + i] = d * (s & 15) * q - dmin * (s >> 4);
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        data.asSlice(at, SCALE).fill((byte) 0);
        var fit = new AffineFit(row, from, SUB, LEVELS);
        float d = Fields.putF16(data, at + SCALE, fit.largestScale() / SCALE_LEVELS);
        float dmin = Fields.putF16(data, at + MIN, fit.largestMin() / SCALE_LEVELS);
        for (int s = 0; s < Fields.SUPER / SUB; s++) {
            int scale = AffineFit.level(fit.scales[s], d, SCALE_LEVELS);
            int min = AffineFit.level(fit.mins[s], dmin, SCALE_LEVELS);
            Fields.put8(data, at + s, scale | (min << 4));
            for (int i = s * SUB; i < (s + 1) * SUB; i++) {
                int q = AffineFit.level(row[from + i] + dmin * min, d * scale, LEVELS);
                long quant = at + QUANTS + quantByte(i);
                Fields.put8(data, quant, Fields.u8(data, quant) | (q << quantShift(i)));
            }
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        float d = Fields.putF16(data, at + SCALE, (float) (deviation / SPREAD));
        Fields.putF16(data, at + MIN, d * LEVELS / 2);
    }
}
