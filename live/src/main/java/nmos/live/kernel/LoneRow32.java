package nmos.live.kernel;

import static nmos.live.kernel.Lanes.COUNT;
import static nmos.live.kernel.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nmos.scenarios.shape.TensorType;

/// [LoneRow] for the blocks of [Unpack32]. Rows of weights are `bytes` apart, `cols` long, and meet `x[from..]`.
final class LoneRow32 {
    private static final int BLOCK = 32;
    private static final int HALF = 16;
    private static final long Q8_BYTES = TensorType.Q8_0.blockBytes;
    private static final IntVector INDEX = IntVector.zero(Lanes.INTS).addIndex(1);

    private LoneRow32() {}

    /// Four rows, `rowBytes` apart, in place: reading four streams at a time keeps memory busy, and the kernel is small enough
    /// for the compiler.
    static void q8(MemorySegment w, long at, long rowBytes, int cols, float[] x, float[] sums) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int c = 0; c < cols; c += BLOCK) {
            float d0 = Lanes.half(w, at);
            float d1 = Lanes.half(w, at + rowBytes);
            float d2 = Lanes.half(w, at + 2 * rowBytes);
            float d3 = Lanes.half(w, at + 3 * rowBytes);
            for (int i = 0; i < BLOCK; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, c + i);
                long b = at + 2 + i;
                s0 = Lanes.floats(Lanes.signedBytes(w, b)).mul(d0).fma(v, s0);
                s1 = Lanes.floats(Lanes.signedBytes(w, b + rowBytes)).mul(d1).fma(v, s1);
                s2 = Lanes.floats(Lanes.signedBytes(w, b + 2 * rowBytes)).mul(d2).fma(v, s2);
                s3 = Lanes.floats(Lanes.signedBytes(w, b + 3 * rowBytes)).mul(d3).fma(v, s3);
            }
            at += Q8_BYTES;
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
        s2.intoArray(sums, 2 * COUNT);
        s3.intoArray(sums, 3 * COUNT);
    }

    /// Sixteen bytes at the end of each block.
    static void nibbles(byte[] w, int bytes, int blockBytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, COUNT);
        int at = blockBytes - HALF;
        for (int k = 0; k < cols / BLOCK; k++) {
            for (int i = 0; i < BLOCK; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, from + k * BLOCK + i);
                s0 = four(w, at, i, scales, k).fma(v, s0);
                s1 = four(w, at + bytes, i, scales, k + Scales.STRIDE).fma(v, s1);
            }
            at += blockBytes;
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
    }

    private static FloatVector four(byte[] w, int at, int i, float[] scales, int k) {
        return Scales.scaled(nibbles(w, at, i), scales, k);
    }

    /// Numbers `i` and on.
    private static IntVector nibbles(byte[] w, int at, int i) {
        return Lanes.unsignedBytes(w, at + (i & (HALF - 1))).lanewise(VectorOperators.LSHR, i >> 4 << 2).and(15);
    }

    /// As [#nibbles], after 32 fifth bits.
    static void fiveBits(byte[] w, int bytes, int blockBytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, COUNT);
        int at = blockBytes - HALF;
        for (int k = 0; k < cols / BLOCK; k++) {
            IntVector b0 = fifths(w, at);
            IntVector b1 = fifths(w, at + bytes);
            for (int i = 0; i < BLOCK; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, from + k * BLOCK + i);
                s0 = five(w, at, i, b0, scales, k).fma(v, s0);
                s1 = five(w, at + bytes, i, b1, scales, k + Scales.STRIDE).fma(v, s1);
            }
            at += blockBytes;
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
    }

    private static IntVector fifths(byte[] w, int at) {
        return IntVector.broadcast(Lanes.INTS, Lanes.int32(w, at - 4)).lanewise(VectorOperators.LSHR, INDEX);
    }

    private static FloatVector five(byte[] w, int at, int i, IntVector bits, float[] scales, int k) {
        IntVector fifth = bits.lanewise(VectorOperators.LSHR, i).and(1).lanewise(VectorOperators.LSHL, 4);
        return Scales.scaled(nibbles(w, at, i).or(fifth), scales, k);
    }
}
