package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nmos.live.gguf.Layouts;

/// The fields blocks are made of, and ggml's rounding.
final class Fields {
    /// Numbers in a block of the basic types.
    static final int BASIC = 32;
    /// Numbers in a block of the K types.
    static final int SUPER = 256;

    private Fields() {}

    static int u8(MemorySegment data, long at) {
        return data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    static int i8(MemorySegment data, long at) {
        return data.get(ValueLayout.JAVA_BYTE, at);
    }

    static void put8(MemorySegment data, long at, int value) {
        data.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    static float f16(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(Layouts.SHORT, at));
    }

    /// Stores the nearest F16 and returns what was stored, so that numbers are quantised with the scale a reader will see.
    static float putF16(MemorySegment data, long at, float value) {
        short half = Float.floatToFloat16(value);
        data.set(Layouts.SHORT, at, half);
        return Float.float16ToFloat(half);
    }

    static float inverse(float scale) {
        return scale == 0 ? 0 : 1 / scale;
    }

    static int clamp(int value, int least, int most) {
        return Math.min(most, Math.max(least, value));
    }

    /// The number of greatest magnitude, with its sign.
    static float extreme(float[] row, int from, int count) {
        float extreme = 0;
        for (int i = 0; i < count; i++) {
            if (Math.abs(row[from + i]) > Math.abs(extreme)) {
                extreme = row[from + i];
            }
        }
        return extreme;
    }

    static float least(float[] row, int from, int count) {
        float least = row[from];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, row[from + i]);
        }
        return least;
    }

    static float most(float[] row, int from, int count) {
        float most = row[from];
        for (int i = 1; i < count; i++) {
            most = Math.max(most, row[from + i]);
        }
        return most;
    }
}
