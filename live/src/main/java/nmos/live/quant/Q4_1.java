package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `d, m, uint8 q[16]`: `d * q + m`; nibbles as in [Q4_0].
final class Q4_1 implements BlockFormat {
    static final Q4_1 FORMAT = new Q4_1();
    private static final int MIN = 2;
    private static final int QUANTS = 4;
    private static final int HALF = 16;
    private static final int LEVELS = 15;
    private static final double SPREAD = Math.sqrt((16.0 * 16 - 1) / 12);

    private Q4_1() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        double m = Fields.f16(data, at + MIN);
        for (int i = 0; i < HALF; i++) {
            int q = Fields.u8(data, at + QUANTS + i);
            out[to + i] = d * (q & 15) + m;
            out[to + HALF + i] = d * (q >> 4) + m;
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        float m = Fields.least(row, from, Fields.BASIC);
        float d = (Fields.most(row, from, Fields.BASIC) - m) / LEVELS;
        float inverse = Fields.inverse(d);
        Fields.putF16(data, at, d);
        Fields.putF16(data, at + MIN, m);
        for (int i = 0; i < HALF; i++) {
            int low = Math.min(LEVELS, (int) ((row[from + i] - m) * inverse + 0.5f));
            int high = Math.min(LEVELS, (int) ((row[from + HALF + i] - m) * inverse + 0.5f));
            Fields.put8(data, at + QUANTS + i, low | (high << 4));
        }
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        float d = Fields.putF16(data, at, (float) (deviation / SPREAD));
        Fields.putF16(data, at + MIN, d * -LEVELS / 2);
    }
}
