package nmos.live.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Where the numbers of a valid file stand, found without the reader under test.
final class FieldWalk {
    record Field(int at, int width) {
        void put(byte[] bytes, long value) {
            for (int i = 0; i < width; i++) {
                bytes[at + i] = (byte) (value >> (8 * i));
            }
        }

        void putIfInside(byte[] bytes, long value) {
            if (at + width <= bytes.length) {
                put(bytes, value);
            }
        }
    }

    private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteBuffer bytes;
    private final List<Field> fields = new ArrayList<>();

    private FieldWalk(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<Field> of(byte[] bytes) {
        var walk = new FieldWalk(bytes);
        walk.header();
        return walk.fields;
    }

    static int dataOffset(byte[] bytes) {
        var walk = new FieldWalk(bytes);
        walk.header();
        return (walk.bytes.position() + 31) & -32;
    }

    private void header() {
        number(4);
        number(4);
        long tensors = number(8);
        long entries = number(8);
        for (long i = 0; i < entries; i++) {
            text();
            value((int) number(4));
        }
        for (long i = 0; i < tensors; i++) {
            text();
            long dims = number(4);
            for (long d = 0; d < dims; d++) {
                number(8);
            }
            number(4);
            number(8);
        }
    }

    private void value(int type) {
        if (type == STRING) {
            text();
        } else if (type == ARRAY) {
            int elementType = (int) number(4);
            long count = number(8);
            for (long i = 0; i < count; i++) {
                value(elementType);
            }
        } else {
            number(WIDTHS[type]);
        }
    }

    private void text() {
        long length = number(8);
        if (length > 0) {
            fields.add(new Field(bytes.position(), 1));
        }
        bytes.position(bytes.position() + (int) length);
    }

    private long number(int width) {
        fields.add(new Field(bytes.position(), width));
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes.get() & 0xffL) << (8 * i);
        }
        return value;
    }
}
