package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// `d, int8 q[32]`: `d * q`.
final class Q8_0 implements BlockFormat {
    static final Q8_0 FORMAT = new Q8_0();
    private static final int QUANTS = 2;
    /// Standard deviation of whole numbers uniform on -127..127.
    private static final double SPREAD = Math.sqrt((255.0 * 255 - 1) / 12);

    private Q8_0() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        double d = Fields.f16(data, at);
        for (int i = 0; i < Fields.BASIC; i++) {
            out[to + i] = d * Fields.i8(data, at + QUANTS + i);
        }
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        float d = Math.abs(Fields.extreme(row, from, Fields.BASIC)) / 127;
        float inverse = Fields.inverse(d);
        Fields.putF16(data, at, d);
        for (int i = 0; i < Fields.BASIC; i++) {
            float scaled = row[from + i] * inverse;
            int away = scaled < 0 ? -Math.round(-scaled) : Math.round(scaled);
            Fields.put8(data, at + QUANTS + i, away);
        }
    }

    /// No quantiser writes -128 and fast kernels may rely on that.
    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        Fields.putF16(data, at, (float) (deviation / SPREAD));
        for (int i = 0; i < Fields.BASIC; i++) {
            if (Fields.i8(data, at + QUANTS + i) == Byte.MIN_VALUE) {
                Fields.put8(data, at + QUANTS + i, Byte.MAX_VALUE);
            }
        }
    }
}
