package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import nmos.live.gguf.GgufTensor;
import nmos.scenarios.shape.TensorType;

/// Blocks to numbers, in double precision.
public final class Dequantise {
    private Dequantise() {}

    /// The `count` numbers stored from byte `at`, which must be whole blocks.
    public static double[] numbers(TensorType type, MemorySegment data, long at, int count) {
        long bytes = type.bytes(count);
        double[] out = new double[count];
        BlockFormat format = BlockFormat.of(type);
        MemorySegment blocks = data.asSlice(at, bytes);
        for (int i = 0; i < count; i += type.blockElements) {
            format.decode(blocks, (long) i / type.blockElements * type.blockBytes, out, i);
        }
        return out;
    }

    /// Row `row` of a tensor, counted over all its outer dimensions.
    public static double[] row(GgufTensor tensor, long row) {
        return numbers(
                tensor.type(), tensor.data(), row * tensor.rowBytes(), Math.toIntExact(tensor.cols()));
    }
}
