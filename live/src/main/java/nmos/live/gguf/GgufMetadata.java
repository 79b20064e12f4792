package nmos.live.gguf;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The key-value pairs of a file in their order, with typed access. `source` names the file in errors.
///
/// An accessor without a fallback insists on the key; one with a fallback still refuses a value of another type.
public final class GgufMetadata {
    private final String source;
    private final SequencedMap<String, GgufValue> values;

    public GgufMetadata(String source, SequencedMap<String, GgufValue> values) {
        this.source = source;
        this.values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    public SequencedMap<String, GgufValue> values() {
        return values;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public String string(String key) {
        return read(key, GgufMetadata.this::asString, null);
    }

    public String string(String key, String fallback) {
        return read(key, this::asString, fallback);
    }

    /// A count or size that fits an `int`, however wide the file stores it.
    public int u32(String key) {
        return read(key, this::asInt, null);
    }

    public int u32(String key, int fallback) {
        return read(key, this::asInt, fallback);
    }

    public long u64(String key) {
        return read(key, this::asLong, null);
    }

    public float f32(String key) {
        return read(key, this::asFloat, null);
    }

    public float f32(String key, float fallback) {
        return read(key, this::asFloat, fallback);
    }

    public boolean bool(String key, boolean fallback) {
        return read(key, this::asFlag, fallback);
    }

    public List<String> strings(String key) {
        return read(key, this::asStrings, null);
    }

    public List<String> strings(String key, List<String> fallback) {
        return read(key, this::asStrings, fallback);
    }

    public int[] i32s(String key) {
        return read(key, this::asInts, null);
    }

    public int[] i32s(String key, int[] fallback) {
        return read(key, this::asInts, fallback);
    }

    public float[] f32s(String key) {
        return read(key, this::asFloats, null);
    }

    public float[] f32s(String key, float[] fallback) {
        return read(key, this::asFloats, fallback);
    }

    private record Entry(String key, GgufValue value) {}

    private <T> T read(String key, Function<Entry, T> as, @Nullable T fallback) {
        GgufValue value = values.get(key);
        if (value != null) {
            return as.apply(new Entry(key, value));
        }
        if (fallback == null) {
            throw GgufException.of(source, key, "missing");
        }
        return fallback;
    }

    private String asString(Entry entry) {
        if (entry.value instanceof GgufValue.Text(String text)) {
            return text;
        }
        throw refuse(entry, "a string");
    }

    private Long asLong(Entry entry) {
        if (entry.value instanceof GgufValue.Whole(GgufType _, long whole) && whole >= 0) {
            return whole;
        }
        throw refuse(entry, "a whole number from 0 to 2^63-1");
    }

    private Integer asInt(Entry entry) {
        if (entry.value instanceof GgufValue.Whole(GgufType _, long whole)
                && whole >= 0
                && whole <= Integer.MAX_VALUE) {
            return (int) whole;
        }
        throw refuse(entry, "a whole number from 0 to 2^31-1");
    }

    private Float asFloat(Entry entry) {
        if (entry.value instanceof GgufValue.Real(GgufType _, double real)) {
            return (float) real;
        }
        throw refuse(entry, "a real number");
    }

    private Boolean asFlag(Entry entry) {
        if (entry.value instanceof GgufValue.Flag(boolean flag)) {
            return flag;
        }
        throw refuse(entry, "a bool");
    }

    private List<String> asStrings(Entry entry) {
        return array(entry, "an array of strings", GgufType.STRING).strings();
    }

    private int[] asInts(Entry entry) {
        GgufValue.Array array = array(
                entry,
                "an array of 32-bit whole numbers",
                GgufType.INT32,
                GgufType.UINT32,
                GgufType.INT16,
                GgufType.UINT16,
                GgufType.INT8,
                GgufType.UINT8,
                GgufType.BOOL);
        MemorySegment bytes = array.bytes();
        GgufType type = array.elementType();
        int[] ints = new int[(int) array.count()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) Layouts.whole(type, bytes, (long) i * type.bytes);
        }
        return ints;
    }

    private float[] asFloats(Entry entry) {
        GgufValue.Array array = array(entry, "an array of FLOAT32", GgufType.FLOAT32);
        float[] floats = new float[(int) array.count()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.bytes().get(Layouts.FLOAT, (long) i * Float.BYTES);
        }
        return floats;
    }

    private GgufValue.Array array(Entry entry, String wanted, GgufType... elementTypes) {
        if (entry.value instanceof GgufValue.Array array && array.count() <= Integer.MAX_VALUE) {
            for (GgufType type : elementTypes) {
                if (array.elementType() == type) {
                    return array;
                }
            }
        }
        throw refuse(entry, wanted);
    }

    private GgufException refuse(Entry entry, String wanted) {
        String found = switch (entry.value) {
            case GgufValue.Whole(GgufType type, long value) -> type + " " + value;
            case GgufValue.Real(GgufType type, double value) -> type + " " + value;
            case GgufValue.Flag(boolean value) -> "BOOL " + value;
            case GgufValue.Text _ -> "STRING";
            case GgufValue.Array array -> array.toString();
        };
        return GgufException.of(source, entry.key, "is " + found + ", where " + wanted + " is needed");
    }
}
