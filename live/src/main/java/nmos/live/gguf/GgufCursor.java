package nmos.live.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A place in the header of a file. Nothing is read before it is known to be inside.
final class GgufCursor {
    private final String file;
    private final MemorySegment bytes;
    private long at;

    /// `header` ends where the reader refuses to look further, at the latest at the end of the file.
    GgufCursor(String file, MemorySegment header) {
        this.file = file;
        this.bytes = header;
    }

    long at() {
        return at;
    }

    long left() {
        return bytes.byteSize() - at;
    }

    /// Moves past `length` bytes and returns where they began.
    long take(long length, String field) {
        if (length < 0 || length > left()) {
            throw error(at, field, "needs " + Long.toUnsignedString(length) + " bytes, " + left() + " are left");
        }
        long start = at;
        at += length;
        return start;
    }

    int int32(String field) {
        return bytes.get(Layouts.INT, take(Integer.BYTES, field));
    }

    long int64(String field) {
        return bytes.get(Layouts.LONG, take(Long.BYTES, field));
    }

    long whole(GgufType type, String field) {
        return Layouts.whole(type, bytes, take(type.bytes, field));
    }

    float float32(String field) {
        return bytes.get(Layouts.FLOAT, take(Float.BYTES, field));
    }

    double float64(String field) {
        return bytes.get(Layouts.DOUBLE, take(Double.BYTES, field));
    }

    /// A count whose items take at least `itemBytes` each, so that it cannot promise more than the file holds.
    long count(String field, long itemBytes, long most) {
        long start = at;
        long count = int64(field);
        if (count < 0 || count > most) {
            throw error(start, field, Long.toUnsignedString(count) + " is more than the " + most + " a file may have");
        }
        if (count > left() / itemBytes) {
            throw error(start, field, count + " do not fit the " + left() + " bytes left");
        }
        return count;
    }

    long stringLength(String field, long most) {
        long start = at;
        long length = int64(field);
        if (length < 0 || length > most) {
            throw error(start, field, "length " + Long.toUnsignedString(length) + " is past " + most);
        }
        if (length > left()) {
            throw error(start, field, "length " + length + " is past the " + left() + " bytes left");
        }
        return length;
    }

    String text(String field, long most) {
        long length = stringLength(field, most);
        return Layouts.utf8(bytes, take(length, field), length);
    }

    /// A string that names something: two different spellings may not decode to one name, so it must be UTF-8.
    String name(String field, long most) {
        long length = stringLength(field, most);
        long start = take(length, field);
        byte[] utf8 = bytes.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw error(start, field, "is not UTF-8");
        }
    }

    MemorySegment slice(long from, long to) {
        return bytes.asSlice(from, to - from);
    }

    GgufException error(long offset, String field, String problem) {
        return GgufException.at(file, offset, field, problem);
    }
}
