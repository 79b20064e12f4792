package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.live.gguf.Layouts;

/// The upper half of a 32-bit float; a block is one number.
final class BF16 implements BlockFormat {
    static final BF16 FORMAT = new BF16();

    private BF16() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        out[to] = Float.intBitsToFloat(data.get(Layouts.SHORT, at) << 16);
    }

    /// Rounds to nearest, ties to even; a NaN stays one.
    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        int bits = Float.floatToRawIntBits(row[from]);
        int rounded = Float.isNaN(row[from]) ? (bits >>> 16) | 64 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
        data.set(Layouts.SHORT, at, (short) rounded);
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        float[] value = {F32.uniform(data.get(Layouts.SHORT, at) << 16, deviation)};
        encode(value, 0, data, at);
    }
}
