package nmos.live.gguf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Everything before the tensor data, padding included, as [GgufHeader] reads it.
final class HeaderBytes {
    private static final int VERSION = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private HeaderBytes() {}

    static byte[] of(SequencedMap<String, GgufValue> metadata, List<GgufWriter.Tensor> tensors, int alignment) {
        var header = new HeaderBytes();
        header.bytes.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        header.number(VERSION, Integer.BYTES);
        header.number(tensors.size(), Long.BYTES);
        header.number(metadata.size(), Long.BYTES);
        metadata.forEach((key, value) -> {
            header.text(key);
            header.number(value.type().id(), Integer.BYTES);
            header.value(value);
        });
        header.tensors(tensors, alignment);
        int length = header.bytes.size();
        header.bytes.writeBytes(new byte[(int) (GgufHeader.alignUp(length, alignment) - length)]);
        return header.bytes.toByteArray();
    }

    private void value(GgufValue value) {
        switch (value) {
            case GgufValue.Whole(GgufType type, long whole) -> number(whole, type.bytes);
            case GgufValue.Real(GgufType type, double real) -> {
                if (type == GgufType.FLOAT32) {
                    number(Float.floatToRawIntBits((float) real), Float.BYTES);
                } else {
                    number(Double.doubleToRawLongBits(real), Double.BYTES);
                }
            }
            case GgufValue.Flag(boolean flag) -> number(flag ? 1 : 0, 1);
            case GgufValue.Text(String text) -> text(text);
            case GgufValue.Array array -> {
                number(array.elementType().id(), Integer.BYTES);
                number(array.count(), Long.BYTES);
                bytes.writeBytes(array.bytes().toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    private void tensors(List<GgufWriter.Tensor> tensors, int alignment) {
        Set<String> names = new HashSet<>();
        long offset = 0;
        for (GgufWriter.Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " appears twice");
            }
            text(tensor.name());
            number(tensor.dims().length, Integer.BYTES);
            for (long dim : tensor.dims()) {
                number(dim, Long.BYTES);
            }
            number(tensor.type().id, Integer.BYTES);
            number(offset, Long.BYTES);
            offset = Math.addExact(offset, GgufHeader.alignUp(tensor.bytes(), alignment));
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length, Long.BYTES);
        bytes.writeBytes(utf8);
    }

    private void number(long value, int width) {
        number.putLong(0, value);
        bytes.write(number.array(), 0, width);
    }
}
