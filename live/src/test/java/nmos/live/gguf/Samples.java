package nmos.live.gguf;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.scenarios.shape.TensorType;

/// Small files that use every kind of value and several types of tensor.
final class Samples {
    private Samples() {}

    static SequencedMap<String, GgufValue> metadata() {
        var values = new LinkedHashMap<String, GgufValue>();
        values.put("general.architecture", GgufValue.text("llama"));
        values.put("general.name", GgufValue.text("Käse \u732b"));
        values.put("u8", new GgufValue.Whole(GgufType.UINT8, 255));
        values.put("i8", new GgufValue.Whole(GgufType.INT8, -128));
        values.put("u16", new GgufValue.Whole(GgufType.UINT16, 65_535));
        values.put("i16", new GgufValue.Whole(GgufType.INT16, -32_768));
        values.put("u32", GgufValue.u32(0xffff_ffffL));
        values.put("i32", new GgufValue.Whole(GgufType.INT32, Integer.MIN_VALUE));
        values.put("u64", GgufValue.u64(Long.MAX_VALUE));
        values.put("i64", new GgufValue.Whole(GgufType.INT64, Long.MIN_VALUE));
        values.put("f32", GgufValue.f32(1e-5f));
        values.put("f64", new GgufValue.Real(GgufType.FLOAT64, Math.PI));
        values.put("yes", GgufValue.flag(true));
        values.put("tokens", GgufValue.strings(List.of("a", "", "\u2581the", "<s>")));
        values.put("ids", GgufValue.i32s(1, -2, Integer.MAX_VALUE));
        values.put("scores", GgufValue.f32s(0, -1.5f, Float.MAX_VALUE));
        return values;
    }

    static List<GgufWriter.Tensor> tensors() {
        return List.of(
                tensor("token_embd.weight", TensorType.Q8_0, 32, 3),
                tensor("norm", TensorType.F32, 5),
                tensor("blk.0.q", TensorType.Q4_K, 256, 1, 2),
                tensor("cube", TensorType.F16, 3, 2, 2, 2));
    }

    /// Its bytes count up from its name's hash, so that a byte out of place shows.
    static GgufWriter.Tensor tensor(String name, TensorType type, long... dims) {
        long elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        byte[] bytes = new byte[(int) type.bytes(elements)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (name.hashCode() + i);
        }
        return new GgufWriter.Tensor(name, type, dims, sink -> {
            int half = bytes.length / 2;
            sink.write(ByteBuffer.wrap(bytes, 0, half));
            sink.write(ByteBuffer.wrap(bytes, half, bytes.length - half));
        });
    }
}
