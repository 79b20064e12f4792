package nmos.live.gguf;

import org.jspecify.annotations.Nullable;

/// The types of metadata values; the ordinal is the number GGUF stores. `bytes` is 0 where the size is in the value itself.
public enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final GgufType[] BY_ID = values();

    public final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    static @Nullable GgufType of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    int id() {
        return ordinal();
    }
}
