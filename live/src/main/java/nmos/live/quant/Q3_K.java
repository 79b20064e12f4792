package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `uint8 mask[32], uint8 q[64], uint8 s[12], d`: `d * (s[i / 16] - 32) * (q - 4)`.
///
/// The low two bits of number `i` lie in `q` as in [Q2_K]; its third bit is bit `i / 32` of `mask[i % 32]`. Scale `j` has its
/// low nibble in `s[j % 8]` (low half for `j < 8`, high half beyond) and two more bits in `s[8 + j % 4]`, at `2 * (j / 4)`.
final class Q3_K implements BlockFormat {
    static final Q3_K FORMAT = new Q3_K();
    private static final int QUANTS = 32;
    private static final int SCALES = 96;
    private static final int SCALE = 108;
    private static final int SUB = 16;
    private static final int ZERO = 4;
    private static final int SCALE_ZERO = 32;
    /// Root mean square of (s - 32) * (q - 4) for random s and q.
    private static final double SPREAD = Math.sqrt((4_095 / 12.0 + 0.25) * (63 / 12.0 + 0.25));

    private Q3_K() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at + SCALE);
        for (int i = 0; i < Fields.SUPER; i++) {
            int low = (Fields.u8(data, at + QUANTS + Q2_K.quantByte(i)) >> Q2_K.quantShift(i)) & 3;
            int high = (Fields.u8(data, at + i % 32) >> (i / 32)) & 1;
            out[to + i] = d * scale(data, at, i / SUB) * ((low | (high << 2)) - ZERO);
        }
    }

    private static int scale(MemorySegment data, long at, int j) {
        int low = (Fields.u8(data, at + SCALES + j % 8) >> (j / 8 * 4)) & 15;
        int high = (Fields.u8(data, at + SCALES + 8 + j % 4) >> (j / 4 * 2)) & 3;
        return (low | (high << 4)) - SCALE_ZERO;
    }

    private static void putScale(MemorySegment data, long at, int j, int scale) {
        int stored = scale + SCALE_ZERO;
        long low = at + SCALES + j % 8;
        long high = at + SCALES + 8 + j % 4;
        Fields.put8(data, low, Fields.u8(data, low) | ((stored & 15) << (j / 8 * 4)));
        Fields.put8(data, high, Fields.u8(data, high) | ((stored >> 4) << (j / 4 * 2)));
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        data.asSlice(at, SCALE).fill((byte) 0);
        float[] scales = new float[Fields.SUPER / SUB];
        for (int s = 0; s < scales.length; s++) {
            scales[s] = Fields.extreme(row, from + s * SUB, SUB) / -ZERO;
        }
        float d = Fields.putF16(data, at + SCALE, Fields.extreme(scales, 0, scales.length) / -SCALE_ZERO);
        for (int s = 0; s < scales.length; s++) {
            int scale = Math.round(scales[s] * Fields.inverse(d));
            putScale(data, at, s, Fields.clamp(scale, -SCALE_ZERO, SCALE_ZERO - 1));
        }
        for (int i = 0; i < Fields.SUPER; i++) {
            float inverse = Fields.inverse(d * scale(data, at, i / SUB));
            int q = Fields.clamp(Math.round(row[from + i] * inverse), -ZERO, ZERO - 1) + ZERO;
            long low = at + QUANTS + Q2_K.quantByte(i);
            long high = at + i % 32;
            Fields.put8(data, low, Fields.u8(data, low) | ((q & 3) << Q2_K.quantShift(i)));
            Fields.put8(data, high, Fields.u8(data, high) | ((q >> 2) << (i / 32)));
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        Fields.putF16(data, at + SCALE, (float) (deviation / SPREAD));
    }
}
