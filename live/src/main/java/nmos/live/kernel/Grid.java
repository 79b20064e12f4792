package nmos.live.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import nmos.scenarios.shape.TensorType;

/// The numbers that a row may hold when it meets weights of a type: those that llama.cpp's CPU code converts it to, written
/// as floats. `FREE` keeps the row as it is: exact, and what F32 weights ask for. F16 weights too, though some of its ways, which
/// differ from processor to processor, round rows to half precision there.
public enum Grid {
    FREE,
    BFLOAT,
    /// 8 bits over a scale for each 32, itself of half precision.
    BYTES_32,
    /// 8 bits over a scale for each 256.
    BYTES_256;

    /// Added and taken away again, it leaves a float of less than 2^22 rounded to a whole number, ties to even.
    private static final float WHOLE = 12_582_912f;

    private static final float LEVELS = 127;

    public static Grid of(TensorType type) {
        return switch (type) {
            case F32, F16 -> FREE;
            case BF16 -> BFLOAT;
            case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1 -> BYTES_32;
            case Q2_K, Q3_K, Q4_K, Q5_K, Q6_K -> BYTES_256;
        };
    }

    /// `count` numbers from `x[from..]` to `out[to..]`, moved to the grid.
    void round(float[] x, int from, int count, float[] out, int to) {
        switch (this) {
            case FREE -> System.arraycopy(x, from, out, to, count);
            case BFLOAT -> {
                for (int i = 0; i < count; i++) {
                    int bits = Float.floatToRawIntBits(x[from + i]);
                    int even = 0x7fff + ((bits >>> 16) & 1);
                    out[to + i] = Float.intBitsToFloat((bits + even) & 0xffff0000);
                }
            }
            case BYTES_32 -> {
                for (int i = 0; i < count; i += 32) {
                    float largest = largest(x, from + i, 32);
                    float scale = Float.float16ToFloat(Float.floatToFloat16(largest / LEVELS));
                    toBytes(x, from + i, 32, largest, scale, out, to + i);
                }
            }
            case BYTES_256 -> {
                for (int i = 0; i < count; i += 256) {
                    float largest = largest(x, from + i, 256);
                    toBytes(x, from + i, 256, largest, 1 / (LEVELS / largest), out, to + i);
                }
            }
        }
    }

    private static float largest(float[] x, int from, int count) {
        FloatVector largest = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, x, from + i).abs());
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    private static void toBytes(float[] x, int from, int count, float largest, float scale, float[] out, int to) {
        float inverse = largest == 0 ? 0 : LEVELS / largest;
        float step = largest == 0 ? 0 : scale;
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, from + i)
                    .mul(inverse)
                    .add(WHOLE)
                    .sub(WHOLE)
                    .mul(step)
                    .intoArray(out, to + i);
        }
    }
}
