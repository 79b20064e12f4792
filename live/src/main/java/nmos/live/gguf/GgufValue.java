package nmos.live.gguf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A metadata value. Arrays stay as the bytes of the file and are decoded when asked for: a vocabulary nobody reads costs
/// nothing, and a count of billions cannot allocate. An array read from a file is dead once the file is closed.
public sealed interface GgufValue {
    /// UINT8 to INT64; a UINT64 past the range of a long shows as negative.
    record Whole(GgufType type, long value) implements GgufValue {}

    /// FLOAT32 or FLOAT64.
    record Real(GgufType type, double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /// `bytes` holds the elements exactly as GGUF stores them, without the type and count before them.
    record Array(GgufType elementType, long count, MemorySegment bytes) implements GgufValue {
        /// The elements of a STRING array; bytes that are not UTF-8 become U+FFFD.
        public List<String> strings() {
            var strings = new ArrayList<String>(Math.toIntExact(count));
            long at = 0;
            for (long i = 0; i < count; i++) {
                long length = bytes.get(Layouts.LONG, at);
                at += Long.BYTES;
                strings.add(Layouts.utf8(bytes, at, length));
                at += length;
            }
            return strings;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Array that
                    && elementType == that.elementType
                    && count == that.count
                    && bytes.byteSize() == that.bytes.byteSize()
                    && bytes.mismatch(that.bytes) == -1;
        }

        @Override
        public int hashCode() {
            return 31 * elementType.ordinal() + Long.hashCode(count);
        }

        @Override
        public String toString() {
            return elementType + "[" + count + "]";
        }
    }

    default GgufType type() {
        return switch (this) {
            case Whole(GgufType type, long _) -> type;
            case Real(GgufType type, double _) -> type;
            case Flag _ -> GgufType.BOOL;
            case Text _ -> GgufType.STRING;
            case Array _ -> GgufType.ARRAY;
        };
    }

    static GgufValue u32(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(value + " is no UINT32");
        }
        return new Whole(GgufType.UINT32, value);
    }

    static GgufValue u64(long value) {
        return new Whole(GgufType.UINT64, value);
    }

    static GgufValue f32(float value) {
        return new Real(GgufType.FLOAT32, value);
    }

    static GgufValue flag(boolean value) {
        return new Flag(value);
    }

    static GgufValue text(String value) {
        return new Text(value);
    }

    static GgufValue strings(List<String> values) {
        var bytes = new ByteArrayOutputStream();
        byte[] length = new byte[Long.BYTES];
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            MemorySegment.ofArray(length).set(Layouts.LONG, 0, utf8.length);
            bytes.writeBytes(length);
            bytes.writeBytes(utf8);
        }
        return new Array(GgufType.STRING, values.size(), MemorySegment.ofArray(bytes.toByteArray()));
    }

    static GgufValue i32s(int... values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Integer.BYTES]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(Layouts.INT, (long) i * Integer.BYTES, values[i]);
        }
        return new Array(GgufType.INT32, values.length, bytes);
    }

    static GgufValue f32s(float... values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(Layouts.FLOAT, (long) i * Float.BYTES, values[i]);
        }
        return new Array(GgufType.FLOAT32, values.length, bytes);
    }
}
