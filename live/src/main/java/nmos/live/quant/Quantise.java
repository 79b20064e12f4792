package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import nmos.scenarios.shape.TensorType;

/// Numbers to blocks.
public final class Quantise {
    private Quantise() {}

    /// The row as blocks of that type; its length must be whole blocks.
    public static MemorySegment row(TensorType type, float[] row) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes(row.length))]);
        row(type, row, data, 0);
        return data;
    }

    public static void row(TensorType type, float[] row, MemorySegment data, long at) {
        MemorySegment blocks = data.asSlice(at, type.bytes(row.length));
        BlockFormat format = BlockFormat.of(type);
        for (int i = 0; i < row.length; i += type.blockElements) {
            format.encode(row, i, blocks, (long) i / type.blockElements * type.blockBytes);
        }
    }
}
