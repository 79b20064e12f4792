package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `uint8 low[128], uint8 high[64], int8 s[16], d`: `d * s[i / 16] * (q - 32)`.
///
/// Each half of 128 numbers takes 64 bytes of `low` and 32 of `high`: numbers 0-31 and 64-95 share the low and high nibbles
/// of the first 32 bytes, 32-63 and 96-127 those of the next; byte `i` of `high` holds two more bits of `i`, `i + 32`,
/// `i + 64` and `i + 96`, lowest first.
final class Q6_K implements BlockFormat {
    static final Q6_K FORMAT = new Q6_K();
    private static final int HIGH = 128;
    private static final int SCALES = 192;
    private static final int SCALE = 208;
    private static final int SUB = 16;
    private static final int ZERO = 32;
    /// Root mean square of s * (q - 32) for random s and q.
    private static final double SPREAD = Math.sqrt((65_535 / 12.0 + 0.25) * (4_095 / 12.0 + 0.25));

    private Q6_K() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at + SCALE);
        for (int i = 0; i < Fields.SUPER; i++) {
            int low = (Fields.u8(data, at + lowByte(i)) >> lowShift(i)) & 15;
            int high = (Fields.u8(data, at + highByte(i)) >> highShift(i)) & 3;
            out[to + i] = d * Fields.i8(data, at + SCALES + i / SUB) * ((low | (high << 4)) - ZERO);
        }
    }

    private static int lowByte(int i) {
        return i / 128 * 64 + i % 64;
    }

    private static int lowShift(int i) {
        return i % 128 / 64 * 4;
    }

    private static int highByte(int i) {
        return HIGH + i / 128 * 32 + i % 32;
    }

    private static int highShift(int i) {
        return i % 128 / 32 * 2;
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        data.asSlice(at, SCALE).fill((byte) 0);
        float[] scales = new float[Fields.SUPER / SUB];
        for (int s = 0; s < scales.length; s++) {
            scales[s] = Fields.extreme(row, from + s * SUB, SUB) / -ZERO;
        }
        float d = Fields.putF16(data, at + SCALE, Fields.extreme(scales, 0, scales.length) / -128);
        for (int s = 0; s < scales.length; s++) {
            Fields.put8(data, at + SCALES + s, Fields.clamp(Math.round(scales[s] * Fields.inverse(d)), -128, 127));
        }
        for (int i = 0; i < Fields.SUPER; i++) {
            float inverse = Fields.inverse(d * Fields.i8(data, at + SCALES + i / SUB));
            int q = Fields.clamp(Math.round(row[from + i] * inverse), -ZERO, ZERO - 1) + ZERO;
            long low = at + lowByte(i);
            long high = at + highByte(i);
            Fields.put8(data, low, Fields.u8(data, low) | ((q & 15) << lowShift(i)));
            Fields.put8(data, high, Fields.u8(data, high) | ((q >> 4) << highShift(i)));
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        Fields.putF16(data, at + SCALE, (float) (deviation / SPREAD));
    }
}
