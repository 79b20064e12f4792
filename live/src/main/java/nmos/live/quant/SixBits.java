package nmos.live.quant;

import java.lang.foreign.MemorySegment;

/// Eight scales and eight mins of six bits each in twelve bytes, as [Q4_K] and [Q5_K] pack them: scales 0-3 are the low bits
/// of bytes 0-3 and mins 0-3 those of bytes 4-7; scales and mins 4-7 have their low four bits in bytes 8-11 (min in the high
/// half) and their upper two on top of bytes 0-3 and 4-7.
final class SixBits {
    static final int LEVELS = 63;

    private SixBits() {}

    static int scale(MemorySegment data, long at, int j) {
        return j < 4
                ? Fields.u8(data, at + j) & 63
                : (Fields.u8(data, at + j + 4) & 15) | ((Fields.u8(data, at + j - 4) >> 6) << 4);
    }

    static int min(MemorySegment data, long at, int j) {
        return j < 4
                ? Fields.u8(data, at + j + 4) & 63
                : (Fields.u8(data, at + j + 4) >> 4) | ((Fields.u8(data, at + j) >> 6) << 4);
    }

    /// Into bytes that were zero, in ascending order of `j`.
    static void put(MemorySegment data, long at, int j, int scale, int min) {
        if (j < 4) {
            Fields.put8(data, at + j, scale);
            Fields.put8(data, at + j + 4, min);
        } else {
            Fields.put8(data, at + j + 4, (scale & 15) | ((min & 15) << 4));
            Fields.put8(data, at + j - 4, Fields.u8(data, at + j - 4) | ((scale >> 4) << 6));
            Fields.put8(data, at + j, Fields.u8(data, at + j) | ((min >> 4) << 6));
        }
    }
}
