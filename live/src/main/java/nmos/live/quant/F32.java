package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.live.gguf.Layouts;

/// A 32-bit float; a block is one number.
final class F32 implements BlockFormat {
    static final F32 FORMAT = new F32();

    private F32() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        out[to] = data.get(Layouts.FLOAT, at);
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        data.set(Layouts.FLOAT, at, row[from]);
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        data.set(Layouts.FLOAT, at, uniform(data.get(Layouts.INT, at), deviation));
    }

    /// Uniform about 0 with that standard deviation, from 24 random bits.
    static float uniform(int bits, double deviation) {
        return (float) (((bits >> 8) + 0.5) * 0x1p-23 * Math.sqrt(3) * deviation);
    }
}
