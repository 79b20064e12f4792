package nmos.live.kernel;

import static nmos.live.kernel.Lanes.COUNT;
import static nmos.live.kernel.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import nmos.scenarios.shape.TensorType;

/// Scales and minimums of the blocks of two rows, as floats, so that a kernel reads each with one instruction.
///
/// A type with a zero point instead of minimums gets those that come to the same: a number has at most 6 bits and a scale 18,
/// so the products are exact and the difference is rounded no more than before.
final class Scales {
    static final int ROWS = 2;
    /// Most columns of a row.
    static final int COLS = 4_096;
    /// A row's minimums are so far from its scales.
    static final int MINIMUMS = COLS / 16;
    /// From one row's scales to the other's.
    static final int STRIDE = 2 * MINIMUMS;

    private static final int EIGHT = 8;
    /// What is taken off scales since [LoneRow256] leaves numbers where they are in their bytes, for two lots of eight scales.
    private static final float[] HALVES = twice(1, 1 / 16f, 1, 1 / 16f, 1, 1 / 16f, 1, 1 / 16f);

    private static final float[] PAIRS = twice(1, 1, 1, 1, 1 / 16f, 1 / 16f, 1 / 16f, 1 / 16f);
    private static final float[] QUARTERS = twice(1, 1, 1 / 4f, 1 / 4f, 1 / 16f, 1 / 16f, 1 / 64f, 1 / 64f);
    /// Lanes past the eighth.
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(FLOATS, COUNT > EIGHT ? -1L << EIGHT : 0);

    final float[] values = new float[ROWS * STRIDE];
    private final byte[] sixBits = new byte[STRIDE];

    private static float[] twice(float... eight) {
        float[] sixteen = Arrays.copyOf(eight, 2 * EIGHT);
        System.arraycopy(eight, 0, sixteen, EIGHT, EIGHT);
        return sixteen;
    }

    /// Of rows of blocks, `bytes` apart.
    void read(TensorType type, byte[] blocks, int bytes, int cols) {
        for (int row = 0; row < ROWS; row++) {
            int at = row * bytes;
            int to = row * STRIDE;
            switch (type) {
                case Q4_0 -> symmetric(blocks, at, type.blockBytes, cols, -8, to);
                case Q5_0 -> symmetric(blocks, at, type.blockBytes, cols, -16, to);
                case Q4_1, Q5_1 -> withMinimum(blocks, at, type.blockBytes, cols, to);
                case Q2_K -> q2(blocks, at, cols, to);
                case Q3_K -> q3(blocks, at, cols, to);
                case Q4_K, Q5_K -> q4(blocks, at, type.blockBytes, cols, to);
                case Q6_K -> q6(blocks, at, cols, to);
                case Q8_0, F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no scales to be read beforehand");
            }
        }
    }

    private void symmetric(byte[] blocks, int at, int blockBytes, int cols, float zero, int to) {
        for (int end = to + cols / 32; to < end; to++, at += blockBytes) {
            float d = Lanes.half(blocks, at);
            values[to] = d;
            values[to + MINIMUMS] = zero * d;
        }
    }

    private void withMinimum(byte[] blocks, int at, int blockBytes, int cols, int to) {
        for (int end = to + cols / 32; to < end; to++, at += blockBytes) {
            values[to] = Lanes.half(blocks, at);
            values[to + MINIMUMS] = Lanes.half(blocks, at + 2);
        }
    }

    /// Of [TensorType#Q4_K] and [TensorType#Q5_K]: eight scales and eight minimums of six bits. Bytes first, floats when they are all there: to
    /// read at once what was just written in smaller parts stalls.
    private void q4(byte[] blocks, int at, int blockBytes, int cols, int to) {
        int b = 0;
        for (int a = at; b < cols / 32; b += EIGHT, a += blockBytes) {
            int first = Lanes.int32(blocks, a + 4);
            int second = Lanes.int32(blocks, a + 8);
            int last = Lanes.int32(blocks, a + 12);
            Lanes.put(sixBits, b, first & 0x3f3f3f3f);
            Lanes.put(sixBits, b + 4, (last & 0x0f0f0f0f) | ((first >>> 2) & 0x30303030));
            Lanes.put(sixBits, b + MINIMUMS, second & 0x3f3f3f3f);
            Lanes.put(sixBits, b + MINIMUMS + 4, ((last >>> 4) & 0x0f0f0f0f) | ((second >>> 2) & 0x30303030));
        }
        for (int i = 0; i < cols / 32; i += COUNT) {
            int a = at + i / EIGHT * blockBytes;
            int next = COUNT > EIGHT && i + EIGHT < cols / 32 ? a + blockBytes : a;
            FloatVector d = step(Lanes.half(blocks, a), Lanes.half(blocks, next));
            FloatVector m = step(-Lanes.half(blocks, a + 2), -Lanes.half(blocks, next + 2));
            FloatVector scale = Lanes.floats(Lanes.unsignedBytes(sixBits, i)).mul(d);
            scale.mul(FloatVector.fromArray(FLOATS, HALVES, i & (EIGHT - 1))).intoArray(values, to + i);
            Lanes.floats(Lanes.unsignedBytes(sixBits, i + MINIMUMS)).mul(m).intoArray(values, to + MINIMUMS + i);
        }
    }

    /// Of a block, or of two in one vector.
    private static FloatVector step(float d, float next) {
        return FloatVector.broadcast(FLOATS, d).blend(next, UPPER);
    }

    /// Of [TensorType#Q2_K]: sixteen bytes with a scale in the low half and a minimum in the high.
    private void q2(byte[] blocks, int at, int cols, int to) {
        for (int end = to + cols / 16; to < end; to += 16, at += TensorType.Q2_K.blockBytes) {
            float d = Lanes.half(blocks, at + 80);
            float m = -Lanes.half(blocks, at + 82);
            for (int i = 0; i < 16; i += COUNT) {
                IntVector both = Lanes.unsignedBytes(blocks, at + i);
                Lanes.floats(both.and(15)).mul(d).mul(FloatVector.fromArray(FLOATS, QUARTERS, i)).intoArray(values, to + i);
                Lanes.floats(both.lanewise(VectorOperators.LSHR, 4)).mul(m).intoArray(values, to + MINIMUMS + i);
            }
        }
    }

    /// Of [TensorType#Q3_K]: sixteen of six bits, in twelve bytes.
    private void q3(byte[] blocks, int at, int cols, int to) {
        for (int end = to + cols / 16; to < end; to += 16, at += TensorType.Q3_K.blockBytes) {
            float d = Lanes.half(blocks, at + 108);
            int first = Lanes.int32(blocks, at + 96);
            int second = Lanes.int32(blocks, at + 100);
            int high = Lanes.int32(blocks, at + 104);
            Lanes.put(sixBits, 0, (first & 0x0f0f0f0f) | ((high << 4) & 0x30303030));
            Lanes.put(sixBits, 4, (second & 0x0f0f0f0f) | ((high << 2) & 0x30303030));
            Lanes.put(sixBits, 8, ((first >>> 4) & 0x0f0f0f0f) | (high & 0x30303030));
            Lanes.put(sixBits, 12, ((second >>> 4) & 0x0f0f0f0f) | ((high >>> 2) & 0x30303030));
            for (int i = 0; i < 16; i += COUNT) {
                FloatVector steps = Lanes.floats(Lanes.unsignedBytes(sixBits, i).sub(32)).mul(d);
                steps.mul(FloatVector.fromArray(FLOATS, QUARTERS, i)).intoArray(values, to + i);
                steps.mul(-4).intoArray(values, to + MINIMUMS + i);
            }
        }
    }

    /// Of [TensorType#Q6_K].
    private void q6(byte[] blocks, int at, int cols, int to) {
        for (int end = to + cols / 16; to < end; to += 16, at += TensorType.Q6_K.blockBytes) {
            float d = Lanes.half(blocks, at + 208);
            for (int i = 0; i < 16; i += COUNT) {
                FloatVector steps = Lanes.floats(Lanes.signedBytes(blocks, at + 192 + i)).mul(d);
                steps.mul(FloatVector.fromArray(FLOATS, PAIRS, i)).intoArray(values, to + i);
                steps.mul(-32).intoArray(values, to + MINIMUMS + i);
            }
        }
    }

    /// Numbers times scale `k`, its minimum added.
    static FloatVector scaled(IntVector numbers, float[] values, int k) {
        return Lanes.floats(numbers).fma(values[k], values[k + MINIMUMS]);
    }
}
