package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import nmos.scenarios.shape.TensorType;

/// Stored weights: `(rows, cols)`, row after row. A product with it turns `cols` numbers into `rows`.
public record Matrix(TensorType type, int rows, int cols, MemorySegment data) {
    public Matrix {
        long bytes = type.bytes(cols) * rows;
        if (data.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    type + " (" + rows + ", " + cols + ") takes " + bytes + " bytes, not " + data.byteSize());
        }
    }

    public long rowBytes() {
        return type.bytes(cols);
    }

    /// Rows `from` to `from + count`, over the same bytes.
    public Matrix slice(int from, int count) {
        return new Matrix(type, count, cols, data.asSlice(from * rowBytes(), count * rowBytes()));
    }

    /// Row `row` as floats at `out[to..]`.
    public void unpackRow(int row, float[] out, int to) {
        Unpack.numbers(type, data, row * rowBytes(), cols, out, to);
    }
}
