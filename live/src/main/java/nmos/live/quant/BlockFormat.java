package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.scenarios.shape.TensorType;

/// One way to store a block of numbers. Offsets are in bytes for the stored side and in numbers for the other.
public sealed interface BlockFormat
        permits F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K {

    /// The numbers of the block at `at` go to `out[to..]`. Exact: every format's values fit a double.
    void decode(MemorySegment data, long at, double[] out, int to);

    /// Stores `row[from..]` as the block at `at`. The basic types round as ggml's reference does; the K types take each
    /// sub-block's extremes where ggml searches for a better fit, so their files differ from llama.cpp's and are a little
    /// less faithful.
    void encode(float[] row, int from, MemorySegment data, long at);

    /// Turns the block at `at`, already full of random bits, into numbers of mean 0 and that standard deviation.
    void settle(MemorySegment data, long at, double deviation, RandomGenerator random);

    static BlockFormat of(TensorType type) {
        return switch (type) {
            case F32 -> F32.FORMAT;
            case F16 -> F16.FORMAT;
            case BF16 -> BF16.FORMAT;
            case Q8_0 -> Q8_0.FORMAT;
            case Q4_0 -> Q4_0.FORMAT;
            case Q4_1 -> Q4_1.FORMAT;
            case Q5_0 -> Q5_0.FORMAT;
            case Q5_1 -> Q5_1.FORMAT;
            case Q2_K -> Q2_K.FORMAT;
            case Q3_K -> Q3_K.FORMAT;
            case Q4_K -> Q4_K.FORMAT;
            case Q5_K -> Q5_K.FORMAT;
            case Q6_K -> Q6_K.FORMAT;
        };
    }
}
