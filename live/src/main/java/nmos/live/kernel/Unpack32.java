package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nmos.live.gguf.Layouts;
import nmos.scenarios.shape.TensorType;

/// Blocks of 32 with one scale, some with a minimum. Number `i < 16` is the low half of byte `i`, number `16 + i` the high.
final class Unpack32 {
    private static final int BLOCK = 32;
    private static final int HALF = 16;
    private static final IntVector INDEX = IntVector.zero(Lanes.INTS).addIndex(1);

    private Unpack32() {}

    static void q8(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q8_0.blockBytes) {
            float d = Lanes.half(data, at);
            for (int i = 0; i < BLOCK; i += Lanes.COUNT) {
                Lanes.floats(Lanes.signedBytes(data, at + 2 + i)).mul(d).intoArray(out, to + i);
            }
        }
    }

    static void q4Symmetric(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q4_0.blockBytes) {
            float d = Lanes.half(data, at);
            nibbles(data, at + 2, d, -8 * d, out, to);
        }
    }

    static void q4WithMinimum(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q4_1.blockBytes) {
            nibbles(data, at + 4, Lanes.half(data, at), Lanes.half(data, at + 2), out, to);
        }
    }

    static void q5Symmetric(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q5_0.blockBytes) {
            float d = Lanes.half(data, at);
            fiveBits(data, at + 6, data.get(Layouts.INT, at + 2), d, -16 * d, out, to);
        }
    }

    static void q5WithMinimum(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q5_1.blockBytes) {
            float m = Lanes.half(data, at + 2);
            fiveBits(data, at + 8, data.get(Layouts.INT, at + 4), Lanes.half(data, at), m, out, to);
        }
    }

    private static void nibbles(MemorySegment data, long at, float d, float m, float[] out, int to) {
        for (int i = 0; i < HALF; i += Lanes.COUNT) {
            IntVector bytes = Lanes.unsignedBytes(data, at + i);
            scaled(bytes.and(15), d, m).intoArray(out, to + i);
            scaled(bytes.lanewise(VectorOperators.LSHR, 4), d, m).intoArray(out, to + HALF + i);
        }
    }

    /// Bit `i` of `high` is the fifth of number `i`.
    private static void fiveBits(MemorySegment data, long at, int high, float d, float m, float[] out, int to) {
        IntVector bits = IntVector.broadcast(Lanes.INTS, high).lanewise(VectorOperators.LSHR, INDEX);
        for (int i = 0; i < HALF; i += Lanes.COUNT) {
            IntVector bytes = Lanes.unsignedBytes(data, at + i);
            IntVector first = bits.lanewise(VectorOperators.LSHR, i).and(1).lanewise(VectorOperators.LSHL, 4);
            IntVector second = bits.lanewise(VectorOperators.LSHR, i + HALF).and(1).lanewise(VectorOperators.LSHL, 4);
            scaled(bytes.and(15).or(first), d, m).intoArray(out, to + i);
            scaled(bytes.lanewise(VectorOperators.LSHR, 4).or(second), d, m).intoArray(out, to + HALF + i);
        }
    }

    private static FloatVector scaled(IntVector numbers, float d, float m) {
        return Lanes.floats(numbers).fma(d, m);
    }
}
