package nmos.live.kernel;

import static nmos.live.kernel.Lanes.COUNT;
import static nmos.live.kernel.Lanes.FLOATS;
import static nmos.live.kernel.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nmos.scenarios.shape.TensorType;

/// [LoneRow] for blocks of 256, 32 numbers at a time: where a type keeps their low bits and those above, in tables of one entry
/// for each 32; [Unpack256Low] and [Unpack256High] say it in code.
///
/// Low bits stay where they are in their bytes, whose numbers are then 4, 16 or 64 times as large, and the scales in [Scales]
/// as much smaller, which is exact. `at` counts bytes from the start of a block, `mask` are a number's low bits; the bits
/// above, `highMask`, are found at `highAt` and turned right, through the end, by `turn`.
record LoneRow256(int blockBytes, int scaleBits, int[] at, int[] mask, int[] highAt, int[] highMask, int[] turn) {
    private static final int GROUP = 32;
    private static final int GROUPS = 8;
    private static final int[] NONE = {};
    private static final int[] QUARTERS = {3, 12, 48, 192, 3, 12, 48, 192};
    private static final int[] HALVES = {15, 240, 15, 240, 15, 240, 15, 240};

    static final LoneRow256 Q2 = new LoneRow256(
            TensorType.Q2_K.blockBytes, 4, new int[] {16, 16, 16, 16, 48, 48, 48, 48}, QUARTERS, NONE, NONE, NONE);
    static final LoneRow256 Q3 = new LoneRow256(
            TensorType.Q3_K.blockBytes,
            4,
            new int[] {32, 32, 32, 32, 64, 64, 64, 64},
            QUARTERS,
            new int[GROUPS],
            new int[] {4, 16, 64, 256, 4, 16, 64, 256},
            new int[] {30, 29, 28, 27, 2, 1, 0, 31});
    static final LoneRow256 Q4 = new LoneRow256(
            TensorType.Q4_K.blockBytes, 5, new int[] {16, 16, 48, 48, 80, 80, 112, 112}, HALVES, NONE, NONE, NONE);
    static final LoneRow256 Q5 = new LoneRow256(
            TensorType.Q5_K.blockBytes,
            5,
            new int[] {48, 48, 80, 80, 112, 112, 144, 144},
            HALVES,
            new int[] {16, 16, 16, 16, 16, 16, 16, 16},
            new int[] {16, 256, 16, 256, 16, 256, 16, 256},
            new int[] {28, 25, 30, 27, 0, 29, 2, 31});
    static final LoneRow256 Q6 = new LoneRow256(
            TensorType.Q6_K.blockBytes,
            4,
            new int[] {0, 32, 0, 32, 64, 96, 64, 96},
            new int[] {15, 15, 240, 240, 15, 15, 240, 240},
            new int[] {128, 128, 128, 128, 160, 160, 160, 160},
            new int[] {48, 48, 768, 768, 48, 48, 768, 768},
            new int[] {28, 30, 28, 30, 28, 30, 28, 30});

    /// Two rows of weights, `bytes` apart and `cols` long, meet `x[from..]`.
    void add(byte[] w, int bytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        if (turn.length > 0) {
            addBoth(w, bytes, cols, x, from, scales, sums);
        } else if (scaleBits == 4) {
            addLow(w, bytes, cols, x, from, scales, sums);
        } else {
            addLowInThirtyTwos(w, bytes, cols, x, from, scales, sums);
        }
    }

    private void addLow(byte[] w, int bytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, COUNT);
        for (int c = 0; c < cols; c += GROUP) {
            int group = (c >> 5) & (GROUPS - 1);
            int low = (c >> 8) * blockBytes + at[group];
            IntVector bits = IntVector.broadcast(INTS, mask[group]);
            for (int i = 0; i < GROUP; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, from + c + i);
                int k = (c + i) >> scaleBits;
                IntVector n0 = Lanes.unsignedBytes(w, low + i).and(bits);
                IntVector n1 = Lanes.unsignedBytes(w, low + bytes + i).and(bits);
                s0 = Scales.scaled(n0, scales, k).fma(v, s0);
                s1 = Scales.scaled(n1, scales, k + Scales.STRIDE).fma(v, s1);
            }
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
    }

    /// As [#addLow] where 32 numbers share a scale, which is then read half as often.
    private void addLowInThirtyTwos(byte[] w, int bytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, COUNT);
        for (int c = 0; c < cols; c += GROUP) {
            int group = (c >> 5) & (GROUPS - 1);
            int low = (c >> 8) * blockBytes + at[group];
            IntVector bits = IntVector.broadcast(INTS, mask[group]);
            int k = c >> 5;
            FloatVector d0 = FloatVector.broadcast(FLOATS, scales[k]);
            FloatVector m0 = FloatVector.broadcast(FLOATS, scales[k + Scales.MINIMUMS]);
            FloatVector d1 = FloatVector.broadcast(FLOATS, scales[k + Scales.STRIDE]);
            FloatVector m1 = FloatVector.broadcast(FLOATS, scales[k + Scales.STRIDE + Scales.MINIMUMS]);
            for (int i = 0; i < GROUP; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, from + c + i);
                s0 = Lanes.floats(Lanes.unsignedBytes(w, low + i).and(bits)).fma(d0, m0).fma(v, s0);
                s1 = Lanes.floats(Lanes.unsignedBytes(w, low + bytes + i).and(bits)).fma(d1, m1).fma(v, s1);
            }
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
    }

    private void addBoth(byte[] w, int bytes, int cols, float[] x, int from, float[] scales, float[] sums) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, COUNT);
        for (int c = 0; c < cols; c += GROUP) {
            int group = (c >> 5) & (GROUPS - 1);
            int block = (c >> 8) * blockBytes;
            int low = block + at[group];
            int high = block + highAt[group];
            IntVector bits = IntVector.broadcast(INTS, mask[group]);
            IntVector highBits = IntVector.broadcast(INTS, highMask[group]);
            IntVector right = IntVector.broadcast(INTS, turn[group]);
            for (int i = 0; i < GROUP; i += COUNT) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, from + c + i);
                int k = (c + i) >> scaleBits;
                IntVector n0 = Lanes.unsignedBytes(w, low + i).and(bits);
                IntVector n1 = Lanes.unsignedBytes(w, low + bytes + i).and(bits);
                IntVector h0 = Lanes.unsignedBytes(w, high + i).lanewise(VectorOperators.ROR, right).and(highBits);
                IntVector h1 = Lanes.unsignedBytes(w, high + bytes + i).lanewise(VectorOperators.ROR, right).and(highBits);
                s0 = Scales.scaled(n0.or(h0), scales, k).fma(v, s0);
                s1 = Scales.scaled(n1.or(h1), scales, k + Scales.STRIDE).fma(v, s1);
            }
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, COUNT);
    }
}
