package nmos.live.gguf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// What stands before the tensor data, read in one pass with every number checked before it is used.
record GgufHeader(int version, int alignment, GgufMetadata metadata, List<Described> tensors, long dataOffset) {

    /// A tensor as described; `offset` counts from the start of the file and is not yet known to be inside it.
    record Described(String name, TensorType type, long[] dims, long offset, long bytes, long describedAt) {}

    /// Far beyond any real file (the largest vocabularies take some 15 MB), and small enough to read whole.
    static final long MAX_HEADER_BYTES = 128L << 20;

    private static final int MAGIC = 0x4655_4747; // "GGUF"
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_DIMS = 4;
    private static final int MAX_KEY_BYTES = 65_535;
    private static final int MAX_TENSOR_NAME_BYTES = 64;
    private static final int MAX_STRING_BYTES = 16 << 20;
    private static final int MAX_ARRAY_DEPTH = 4;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final long MIN_ENTRY_BYTES = Long.BYTES + Integer.BYTES + 1;
    private static final long MIN_TENSOR_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;
    private static final String ALIGNMENT = "general.alignment";

    static GgufHeader read(String file, GgufCursor cursor) {
        if (cursor.int32("magic") != MAGIC) {
            throw cursor.error(0, "magic", "is not GGUF");
        }
        int version = version(cursor);
        long tensorCount = cursor.count("tensor_count", MIN_TENSOR_BYTES, MAX_ENTRIES);
        long entryCount = cursor.count("metadata_kv_count", MIN_ENTRY_BYTES, MAX_ENTRIES);
        GgufMetadata metadata = new GgufMetadata(file, metadata(cursor, (int) entryCount));
        int alignment = metadata.u32(ALIGNMENT, DEFAULT_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw GgufException.of(file, ALIGNMENT, alignment + " is not a power of two");
        }
        List<Described> relative = tensors(cursor, (int) tensorCount, alignment);
        long dataOffset = alignUp(cursor.at(), alignment);
        var tensors = new ArrayList<Described>(relative.size());
        for (Described t : relative) {
            if (t.offset > Long.MAX_VALUE - dataOffset) {
                throw cursor.error(t.describedAt, "tensor " + t.name, "offset " + t.offset + " overflows");
            }
            tensors.add(new Described(t.name, t.type, t.dims, dataOffset + t.offset, t.bytes, t.describedAt));
        }
        return new GgufHeader(version, alignment, metadata, tensors, dataOffset);
    }

    static long alignUp(long offset, long alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    private static int version(GgufCursor cursor) {
        long start = cursor.at();
        int version = cursor.int32("version");
        if ((version & 0xffff) == 0 && version != 0) {
            throw cursor.error(start, "version", "the file is big endian; convert it to little endian");
        }
        if (version != 2 && version != 3) {
            throw cursor.error(start, "version", Integer.toUnsignedString(version) + " is not 2 or 3");
        }
        return version;
    }

    private static SequencedMap<String, GgufValue> metadata(GgufCursor cursor, int count) {
        var values = new LinkedHashMap<String, GgufValue>();
        for (int i = 0; i < count; i++) {
            long start = cursor.at();
            String key = cursor.name("metadata[" + i + "].key", MAX_KEY_BYTES);
            GgufValue value = value(cursor, type(cursor, key), key);
            if (values.putIfAbsent(key, value) != null) {
                throw cursor.error(start, key, "appears twice");
            }
        }
        return values;
    }

    private static GgufType type(GgufCursor cursor, String field) {
        long start = cursor.at();
        int id = cursor.int32(field + " type");
        GgufType type = GgufType.of(id);
        if (type == null) {
            throw cursor.error(start, field, "value type " + Integer.toUnsignedString(id) + " is unknown");
        }
        return type;
    }

    private static GgufValue value(GgufCursor cursor, GgufType type, String key) {
        return switch (type) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
                new GgufValue.Whole(type, cursor.whole(type, key));
            case FLOAT32 -> new GgufValue.Real(type, cursor.float32(key));
            case FLOAT64 -> new GgufValue.Real(type, cursor.float64(key));
            case BOOL -> new GgufValue.Flag(flag(cursor, key));
            case STRING -> new GgufValue.Text(cursor.text(key, MAX_STRING_BYTES));
            case ARRAY -> array(cursor, key, 1);
        };
    }

    private static boolean flag(GgufCursor cursor, String key) {
        long start = cursor.at();
        long value = cursor.whole(GgufType.BOOL, key);
        if (value > 1) {
            throw cursor.error(start, key, "bool is " + value + ", not 0 or 1");
        }
        return value == 1;
    }

    private static GgufValue.Array array(GgufCursor cursor, String key, int depth) {
        if (depth > MAX_ARRAY_DEPTH) {
            throw cursor.error(cursor.at(), key, "arrays nest deeper than " + MAX_ARRAY_DEPTH);
        }
        GgufType elementType = type(cursor, key);
        long count = cursor.count(key + " count", leastBytes(elementType), Long.MAX_VALUE);
        long start = cursor.at();
        switch (elementType) {
            case STRING -> {
                for (long i = 0; i < count; i++) {
                    cursor.take(cursor.stringLength(key, MAX_STRING_BYTES), key);
                }
            }
            case ARRAY -> {
                for (long i = 0; i < count; i++) {
                    array(cursor, key, depth + 1);
                }
            }
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, UINT64, INT64, FLOAT64 ->
                cursor.take(count * elementType.bytes, key);
        }
        return new GgufValue.Array(elementType, count, cursor.slice(start, cursor.at()));
    }

    private static long leastBytes(GgufType type) {
        return switch (type) {
            case STRING -> Long.BYTES;
            case ARRAY -> Integer.BYTES + Long.BYTES;
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, UINT64, INT64, FLOAT64 -> type.bytes;
        };
    }

    private static List<Described> tensors(GgufCursor cursor, int count, int alignment) {
        var tensors = new ArrayList<Described>();
        for (int i = 0; i < count; i++) {
            long start = cursor.at();
            String name = cursor.name("tensor[" + i + "].name", MAX_TENSOR_NAME_BYTES);
            long[] dims = dims(cursor, name);
            TensorType type = tensorType(cursor, name);
            long bytes = bytes(cursor, start, name, type, dims);
            long offsetAt = cursor.at();
            long offset = cursor.int64("tensor " + name + " offset");
            if (offset < 0 || offset % alignment != 0) {
                throw cursor.error(
                        offsetAt,
                        "tensor " + name + " offset",
                        Long.toUnsignedString(offset) + " is not a multiple of the alignment " + alignment);
            }
            tensors.add(new Described(name, type, dims, offset, bytes, start));
        }
        return tensors;
    }

    private static long[] dims(GgufCursor cursor, String name) {
        long start = cursor.at();
        int count = cursor.int32("tensor " + name + " n_dimensions");
        if (count < 1 || count > MAX_DIMS) {
            throw cursor.error(
                    start,
                    "tensor " + name + " n_dimensions",
                    Integer.toUnsignedString(count) + " is not from 1 to " + MAX_DIMS);
        }
        long[] dims = new long[count];
        for (int d = 0; d < count; d++) {
            long at = cursor.at();
            dims[d] = cursor.int64("tensor " + name + " dims");
            if (dims[d] < 1) {
                throw cursor.error(
                        at, "tensor " + name + " dims[" + d + "]", Long.toUnsignedString(dims[d]) + " is out of range");
            }
        }
        return dims;
    }

    private static TensorType tensorType(GgufCursor cursor, String name) {
        long start = cursor.at();
        int id = cursor.int32("tensor " + name + " type");
        @Nullable TensorType type = TensorTypes.of(id);
        if (type == null) {
            throw cursor.error(start, "tensor " + name, "type " + TensorTypes.describe(id) + " is not supported");
        }
        return type;
    }

    private static long bytes(GgufCursor cursor, long start, String name, TensorType type, long[] dims) {
        if (dims[0] % type.blockElements != 0) {
            throw cursor.error(
                    start, "tensor " + name, "rows of " + dims[0] + " are not whole " + type + " blocks");
        }
        try {
            long elements = 1;
            for (long dim : dims) {
                elements = Math.multiplyExact(elements, dim);
            }
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw cursor.error(start, "tensor " + name, "its dimensions overflow");
        }
    }
}
