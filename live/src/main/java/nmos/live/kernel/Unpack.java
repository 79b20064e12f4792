package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import nmos.scenarios.shape.TensorType;

/// Stored numbers to floats.
public final class Unpack {
    private Unpack() {}

    /// The `count` numbers stored from byte `at`, whole blocks of them, to `out[to..]`.
    public static void numbers(TensorType type, MemorySegment data, long at, int count, float[] out, int to) {
        switch (type) {
            case F32 -> UnpackPlain.f32(data, at, count, out, to);
            case F16 -> UnpackPlain.f16(data, at, count, out, to);
            case BF16 -> UnpackPlain.bf16(data, at, count, out, to);
            case Q8_0 -> Unpack32.q8(data, at, count, out, to);
            case Q4_0 -> Unpack32.q4Symmetric(data, at, count, out, to);
            case Q4_1 -> Unpack32.q4WithMinimum(data, at, count, out, to);
            case Q5_0 -> Unpack32.q5Symmetric(data, at, count, out, to);
            case Q5_1 -> Unpack32.q5WithMinimum(data, at, count, out, to);
            case Q2_K -> Unpack256Low.q2(data, at, count, out, to);
            case Q3_K -> Unpack256Low.q3(data, at, count, out, to);
            case Q4_K -> Unpack256High.q4(data, at, count, out, to);
            case Q5_K -> Unpack256High.q5(data, at, count, out, to);
            case Q6_K -> Unpack256High.q6(data, at, count, out, to);
        }
    }
}
