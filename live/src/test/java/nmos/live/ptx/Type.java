package nmos.live.ptx;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A type as instructions and declarations name it.
enum Type {
    PRED(1),
    B8(8),
    U8(8),
    S8(8),
    B16(16),
    U16(16),
    S16(16),
    F16(16),
    BF16(16),
    B32(32),
    U32(32),
    S32(32),
    F32(32),
    F16X2(32),
    BF16X2(32),
    B64(64),
    U64(64),
    S64(64),
    F64(64);

    final int bits;

    private static final Map<String, Type> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Type::toString, Function.identity()));

    Type(int bits) {
        this.bits = bits;
    }

    static @Nullable Type of(String name) {
        return BY_NAME.get(name);
    }

    int bytes() {
        return bits / 8;
    }

    boolean signed() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    boolean floating() {
        return this == F16 || this == BF16 || this == F32 || this == F64 || this == F16X2 || this == BF16X2;
    }

    /// Of bits that may have others above them: as a 64-bit number, by the sign or without.
    long widened(long raw) {
        int shift = 64 - bits;
        return signed() ? raw << shift >> shift : raw << shift >>> shift;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
