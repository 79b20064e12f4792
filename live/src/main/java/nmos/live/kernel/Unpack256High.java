package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nmos.live.gguf.Layouts;
import nmos.scenarios.shape.TensorType;

/// Blocks of 256 whose numbers have four low bits in one place and what is above them in another.
final class Unpack256High {
    private static final int BLOCK = 256;
    private static final int SCALES = 4;
    private static final int Q4_QUANTS = 16;
    private static final int Q5_HIGH = 16;
    private static final int Q5_QUANTS = 48;
    private static final int Q6_HIGH = 128;
    private static final int Q6_SCALES = 192;
    private static final int Q6_SCALE = 208;

    private Unpack256High() {}

    /// `d, m, uint8 s[12], uint8 q[128]`: byte `32 * j + i` holds numbers `64 * j + i` and `64 * j + 32 + i`.
    static void q4(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q4_K.blockBytes) {
            float d = Lanes.half(data, at);
            float m = -Lanes.half(data, at + 2);
            long scales = eightScales(data, at + SCALES);
            long minimums = eightMinimums(data, at + SCALES);
            for (int j = 0; j < 4; j++) {
                int s = (int) (scales >>> (16 * j));
                int n = (int) (minimums >>> (16 * j));
                float d0 = d * (s & 0xff);
                float m0 = m * (n & 0xff);
                float d1 = d * ((s >>> 8) & 0xff);
                float m1 = m * ((n >>> 8) & 0xff);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector bytes = Lanes.unsignedBytes(data, at + Q4_QUANTS + 32L * j + i);
                    int o = to + 64 * j + i;
                    Lanes.floats(bytes.and(15)).fma(d0, m0).intoArray(out, o);
                    Lanes.floats(bytes.lanewise(VectorOperators.LSHR, 4)).fma(d1, m1).intoArray(out, o + 32);
                }
            }
        }
    }

    /// As [#q4] with `uint8 high[32]` before `q`: the fifth bit of number `i` is bit `i / 32` of `high[i % 32]`.
    static void q5(MemorySegment data, long at, int count, float[] out, int to) {
        for (int end = to + count; to < end; to += BLOCK, at += TensorType.Q5_K.blockBytes) {
            float d = Lanes.half(data, at);
            float m = -Lanes.half(data, at + 2);
            long scales = eightScales(data, at + SCALES);
            long minimums = eightMinimums(data, at + SCALES);
            for (int j = 0; j < 4; j++) {
                int s = (int) (scales >>> (16 * j));
                int n = (int) (minimums >>> (16 * j));
                float d0 = d * (s & 0xff);
                float m0 = m * (n & 0xff);
                float d1 = d * ((s >>> 8) & 0xff);
                float m1 = m * ((n >>> 8) & 0xff);
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    IntVector bytes = Lanes.unsignedBytes(data, at + Q5_QUANTS + 32L * j + i);
                    IntVector high = Lanes.unsignedBytes(data, at + Q5_HIGH + i)
                            .lanewise(VectorOperators.LSHL, 4)
                            .lanewise(VectorOperators.LSHR, 2 * j);
                    IntVector first = bytes.and(15).or(high.and(16));
                    IntVector second = bytes.lanewise(VectorOperators.LSHR, 4)
                            .or(high.lanewise(VectorOperators.LSHR, 1).and(16));
                    int o = to + 64 * j + i;
                    Lanes.floats(first).fma(d0, m0).intoArray(out, o);
                    Lanes.floats(second).fma(d1, m1).intoArray(out, o + 32);
                }
            }
        }
    }

    /// Eight scales of six bits, a byte each in their order.
    private static long eightScales(MemorySegment data, long at) {
        int first = data.get(Layouts.INT, at);
        int last = data.get(Layouts.INT, at + 8);
        int high = (last & 0x0f0f0f0f) | ((first >>> 2) & 0x30303030);
        return (first & 0x3f3f3f3f) | ((long) high << 32);
    }

    private static long eightMinimums(MemorySegment data, long at) {
        int first = data.get(Layouts.INT, at + 4);
        int last = data.get(Layouts.INT, at + 8);
        int high = ((last >>> 4) & 0x0f0f0f0f) | ((first >>> 2) & 0x30303030);
        return (first & 0x3f3f3f3f) | ((long) high << 32);
    }

    /// `uint8 low[128], uint8 high[64], int8 s[16], d`, in two halves of 128: the four numbers `i`, `32 + i`, `64 + i` and
    /// `96 + i` take the low halves of `low[i]` and `low[32 + i]`, then the high ones, and two bits each of `high[i]`.
    ///
    /// In two sweeps: both in one loop are more than the compiler can keep in registers, and it makes objects of the vectors.
    static void q6(MemorySegment data, long at, int count, float[] out, int to) {
        q6LowNibbles(data, at, count, out, to);
        q6HighNibbles(data, at, count, out, to);
    }

    private static void q6LowNibbles(MemorySegment data, long from, int count, float[] out, int to) {
        long at = from;
        for (int o = to; o < to + count; o += BLOCK, at += TensorType.Q6_K.blockBytes) {
            float d = Lanes.half(data, at + Q6_SCALE);
            for (int half = 0; half < 2; half++) {
                long first = at + 64L * half;
                long bits = at + Q6_HIGH + 32L * half;
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    long scales = at + Q6_SCALES + 8L * half + (i >> 4);
                    IntVector a = Lanes.unsignedBytes(data, first + i);
                    IntVector b = Lanes.unsignedBytes(data, first + 32 + i);
                    IntVector high = Lanes.unsignedBytes(data, bits + i).lanewise(VectorOperators.LSHL, 2);
                    IntVector n0 = a.and(15).or(high.lanewise(VectorOperators.LSHL, 2).and(0x30)).sub(32);
                    IntVector n1 = b.and(15).or(high.and(0x30)).sub(32);
                    float d0 = d * data.get(ValueLayout.JAVA_BYTE, scales);
                    float d1 = d * data.get(ValueLayout.JAVA_BYTE, scales + 2);
                    Lanes.floats(n0).mul(d0).intoArray(out, o + 128 * half + i);
                    Lanes.floats(n1).mul(d1).intoArray(out, o + 128 * half + i + 32);
                }
            }
        }
    }

    private static void q6HighNibbles(MemorySegment data, long from, int count, float[] out, int to) {
        long at = from;
        for (int o = to; o < to + count; o += BLOCK, at += TensorType.Q6_K.blockBytes) {
            float d = Lanes.half(data, at + Q6_SCALE);
            for (int half = 0; half < 2; half++) {
                long first = at + 64L * half;
                long bits = at + Q6_HIGH + 32L * half;
                for (int i = 0; i < 32; i += Lanes.COUNT) {
                    long scales = at + Q6_SCALES + 8L * half + 4 + (i >> 4);
                    IntVector a = Lanes.unsignedBytes(data, first + i);
                    IntVector b = Lanes.unsignedBytes(data, first + 32 + i);
                    IntVector high = Lanes.unsignedBytes(data, bits + i);
                    IntVector n2 = a.lanewise(VectorOperators.LSHR, 4).or(high.and(0x30)).sub(32);
                    IntVector n3 = b.lanewise(VectorOperators.LSHR, 4)
                            .or(high.lanewise(VectorOperators.LSHR, 2).and(0x30))
                            .sub(32);
                    float d2 = d * data.get(ValueLayout.JAVA_BYTE, scales);
                    float d3 = d * data.get(ValueLayout.JAVA_BYTE, scales + 2);
                    Lanes.floats(n2).mul(d2).intoArray(out, o + 128 * half + i + 64);
                    Lanes.floats(n3).mul(d3).intoArray(out, o + 128 * half + i + 96);
                }
            }
        }
    }
}
