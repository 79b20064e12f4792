package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorOperators;
import nmos.live.gguf.Layouts;

/// Numbers that stand alone. The compiler makes vectors of the F16 loop with the machine's own conversion, which the Vector API
/// does not offer.
final class UnpackPlain {
    private UnpackPlain() {}

    static void f32(MemorySegment data, long at, int count, float[] out, int to) {
        MemorySegment.copy(data, Layouts.FLOAT, at, out, to, count);
    }

    static void f16(MemorySegment data, long at, int count, float[] out, int to) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Float.float16ToFloat(data.get(Layouts.SHORT, at + (long) Short.BYTES * i));
        }
    }

    static void bf16(MemorySegment data, long at, int count, float[] out, int to) {
        int i = 0;
        for (; i + Lanes.COUNT <= count; i += Lanes.COUNT) {
            Lanes.shorts(data, at + (long) Short.BYTES * i)
                    .lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats()
                    .intoArray(out, to + i);
        }
        for (; i < count; i++) {
            out[to + i] = Float.intBitsToFloat(data.get(Layouts.SHORT, at + (long) Short.BYTES * i) << 16);
        }
    }
}
