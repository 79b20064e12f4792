package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nmos.live.gguf.Layouts;
import nmos.scenarios.shape.TensorType;

/// Blocks of 256 in sixteens, two low bits of four numbers to a byte: byte `32 * half + i` holds, from its lowest bits up,
/// numbers `i`, `32 + i`, `64 + i` and `96 + i` of that half.
final class Unpack256Low {
    private static final int BLOCK = 256;
    private static final int SUB = 16;
    private static final int Q2_QUANTS = 16;
    private static final int Q2_SCALE = 80;
    private static final int Q3_QUANTS = 32;
    private static final int Q3_SCALES = 96;
    private static final int Q3_SCALE = 108;

    private Unpack256Low() {}

    /// `uint8 s[16], uint8 q[64], d, m`: scale in the low half of `s`, minimum in the high.
    static void q2(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q2_K.blockBytes) {
            float d = Lanes.half(data, at + Q2_SCALE);
            float m = -Lanes.half(data, at + Q2_SCALE + 2);
            for (int run = 0; run < 4; run++) {
                // run: the sixteen bytes that hold sub-blocks s, s + 2, s + 4 and s + 6
                int s = (run >> 1) * 8 + (run & 1);
                int s0 = data.get(ValueLayout.JAVA_BYTE, at + s);
                int s1 = data.get(ValueLayout.JAVA_BYTE, at + s + 2);
                int s2 = data.get(ValueLayout.JAVA_BYTE, at + s + 4);
                int s3 = data.get(ValueLayout.JAVA_BYTE, at + s + 6);
                for (int i = 0; i < SUB; i += Lanes.COUNT) {
                    IntVector bytes = Lanes.unsignedBytes(data, at + Q2_QUANTS + (long) SUB * run + i);
                    int o = to + SUB * s + i;
                    affine(bytes, d, m, s0, out, o);
                    affine(bytes.lanewise(VectorOperators.LSHR, 2), d, m, s1, out, o + 32);
                    affine(bytes.lanewise(VectorOperators.LSHR, 4), d, m, s2, out, o + 64);
                    affine(bytes.lanewise(VectorOperators.LSHR, 6), d, m, s3, out, o + 96);
                }
            }
        }
    }

    private static void affine(IntVector bits, float d, float m, int s, float[] out, int o) {
        Lanes.floats(bits.and(3)).fma(d * (s & 15), m * ((s >> 4) & 15)).intoArray(out, o);
    }

    /// `uint8 mask[32], uint8 q[64], uint8 s[12], d`: number `i` has its third bit at bit `i / 32` of `mask[i % 32]`.
    ///
    /// In two sweeps: all four numbers of a byte in one loop are more than the compiler keeps in registers, and it makes objects
    /// of the vectors.
    static void q3(MemorySegment data, long at, int count, float[] out, int to) {
        q3Pair(data, at, count, out, to, 0);
        q3Pair(data, at, count, out, to, 1);
    }

    /// The first two of each byte's numbers, or the last.
    private static void q3Pair(MemorySegment data, long from, int count, float[] out, int to, int pair) {
        long at = from;
        for (int block = to; block < to + count; block += BLOCK, at += TensorType.Q3_K.blockBytes) {
            float d = Lanes.half(data, at + Q3_SCALE);
            int low = data.get(Layouts.INT, at + Q3_SCALES + 4L * pair);
            int high = data.get(Layouts.INT, at + Q3_SCALES + 8) >>> (2 * pair);
            for (int run = 0; run < 4; run++) {
                int half = run >> 1;
                int odd = run & 1;
                // four scales to an int, in their order
                int scales = ((low >>> (4 * half)) & 0x0f0f0f0f) | (((high >>> (4 * half)) & 0x03030303) << 4);
                float d0 = d * (((scales >>> (8 * odd)) & 0xff) - 32);
                float d1 = d * (((scales >>> (8 * odd + 16)) & 0xff) - 32);
                for (int i = 0; i < SUB; i += Lanes.COUNT) {
                    IntVector bytes = Lanes.unsignedBytes(data, at + Q3_QUANTS + (long) SUB * run + i)
                            .lanewise(VectorOperators.LSHR, 4 * pair);
                    // the mask's bit moved to where a third bit stands, for the first of the two numbers
                    IntVector mask = Lanes.unsignedBytes(data, at + (long) SUB * odd + i)
                            .lanewise(VectorOperators.LSHL, 2)
                            .lanewise(VectorOperators.LSHR, 4 * half + 2 * pair);
                    int o = block + 128 * half + 64 * pair + SUB * odd + i;
                    IntVector n0 = bytes.and(3).or(mask.and(4)).sub(4);
                    IntVector n1 = bytes.lanewise(VectorOperators.LSHR, 2)
                            .and(3)
                            .or(mask.lanewise(VectorOperators.LSHR, 1).and(4))
                            .sub(4);
                    Lanes.floats(n0).mul(d0).intoArray(out, o);
                    Lanes.floats(n1).mul(d1).intoArray(out, o + 32);
                }
            }
        }
    }
}
