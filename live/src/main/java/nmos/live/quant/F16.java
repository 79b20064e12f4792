package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.live.gguf.Layouts;

/// An IEEE half; a block is one number.
final class F16 implements BlockFormat {
    static final F16 FORMAT = new F16();

    private F16() {}

    @Override
    public void decode(MemorySegment data, long at, double[] out, int to) {
        out[to] = Fields.f16(data, at);
    }

    @Override
    public void encode(float[] row, int from, MemorySegment data, long at) {
        Fields.putF16(data, at, row[from]);
    }

    @Override
    public void settle(MemorySegment data, long at, double deviation, RandomGenerator random) {
        Fields.putF16(data, at, F32.uniform(data.get(Layouts.SHORT, at) << 16, deviation));
    }
}
