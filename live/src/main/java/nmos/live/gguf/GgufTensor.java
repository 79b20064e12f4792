package nmos.live.gguf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nmos.scenarios.shape.TensorType;

/// One tensor of an open file. `dims[0]` is the length of a row, as GGUF orders them; `offset` counts from the start of the
/// file, so that it can be read without the mapping; `data` is dead once the file is closed.
public record GgufTensor(
        String name, TensorType type, long[] dims, long offset, long bytes, MemorySegment data) {

    /// Numbers in a row.
    public long cols() {
        return dims[0];
    }

    /// Rows of all outer dimensions together.
    public long rows() {
        long rows = 1;
        for (int i = 1; i < dims.length; i++) {
            rows *= dims[i];
        }
        return rows;
    }

    public long elements() {
        return cols() * rows();
    }

    public long rowBytes() {
        return type.bytes(cols());
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(dims) + " at " + offset + ", " + bytes + " bytes";
    }
}
