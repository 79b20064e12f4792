package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import nmos.scenarios.shape.TensorType;

/// Products of a lone row with [#OUTPUTS] rows of weights: weights go from their blocks to the sums in registers, where [Tile]
/// would read them back from scratch. Steps, and so bits, are those of [Unpack] and [Tile].
///
/// But for Q8_0, blocks are copied to an array first. A copy keeps many reads of memory in flight, and array accesses leave the
/// compiler room for the kernel: over a segment, past some eighteen thousand nodes, it stops inlining and makes objects of
/// vectors. The same limit is why two rows of weights at a time are enough.
final class LoneRow {
    static final int OUTPUTS = 4;
    private static final int PAIR = Scales.ROWS;

    private final byte[] blocks = new byte[PAIR * (int) TensorType.Q6_K.bytes(Scales.COLS)];
    private final Scales scales = new Scales();
    private final float[] sums = new float[OUTPUTS * Lanes.COUNT];

    /// Whether there is a kernel for the type.
    static boolean takes(TensorType type) {
        return switch (type) {
            case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K -> true;
            case F32, F16, BF16 -> false;
        };
    }

    /// `y[to + o]` = row `output + o` of `w` times the first row of `x`.
    void multiply(Matrix w, int output, PackedRows x, float[] y, int to) {
        if (w.type() == TensorType.Q8_0) {
            LoneRow32.q8(w.data(), output * w.rowBytes(), w.rowBytes(), w.cols(), x.values, sums);
        } else {
            pair(w, output + PAIR, x);
            System.arraycopy(sums, 0, sums, PAIR * Lanes.COUNT, PAIR * Lanes.COUNT);
            pair(w, output, x);
        }
        for (int o = 0; o < OUTPUTS; o++) {
            y[to + o] = Lanes.sum(sums, o * Lanes.COUNT);
        }
    }

    private void pair(Matrix w, int output, PackedRows x) {
        Arrays.fill(sums, 0, PAIR * Lanes.COUNT, 0);
        TensorType type = w.type();
        for (int col = 0; col < w.cols(); col += Scales.COLS) {
            int cols = Math.min(Scales.COLS, w.cols() - col);
            int bytes = (int) type.bytes(cols);
            for (int o = 0; o < PAIR; o++) {
                long at = (output + o) * w.rowBytes() + type.bytes(col);
                MemorySegment.copy(w.data(), ValueLayout.JAVA_BYTE, at, blocks, o * bytes, bytes);
            }
            scales.read(type, blocks, bytes, cols);
            add(type, bytes, cols, x.values, col);
        }
    }

    private void add(TensorType type, int bytes, int cols, float[] x, int from) {
        float[] s = scales.values;
        switch (type) {
            case Q4_0, Q4_1 -> LoneRow32.nibbles(blocks, bytes, type.blockBytes, cols, x, from, s, sums);
            case Q5_0, Q5_1 -> LoneRow32.fiveBits(blocks, bytes, type.blockBytes, cols, x, from, s, sums);
            case Q2_K -> LoneRow256.Q2.add(blocks, bytes, cols, x, from, s, sums);
            case Q3_K -> LoneRow256.Q3.add(blocks, bytes, cols, x, from, s, sums);
            case Q4_K -> LoneRow256.Q4.add(blocks, bytes, cols, x, from, s, sums);
            case Q5_K -> LoneRow256.Q5.add(blocks, bytes, cols, x, from, s, sums);
            case Q6_K -> LoneRow256.Q6.add(blocks, bytes, cols, x, from, s, sums);
            case Q8_0, F32, F16, BF16 -> throw new IllegalArgumentException(type + " is not copied");
        }
    }
}
