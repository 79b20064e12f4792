package nmos.scenarios.shape;

import java.util.Map;

/// One tensor of a model: `rows` rows of `columns` numbers. A vector is one row. `layer` is -1 outside all layers.
public record TensorShape(String name, int layer, TensorType type, long columns, long rows) {
    static final int NO_LAYER = -1;

    public long parameters() {
        return columns * rows;
    }

    /// A multiplication and an addition for each number; a vector is no product.
    Work work() {
        Map<TensorType, Long> matrix = rows == 1 ? Map.of() : Map.of(type, bytes());
        return new Work(bytes(), matrix, 2 * parameters(), 0, 0);
    }

    public long bytes() {
        return Math.multiplyExact(rows, rowBytes());
    }

    public long rowBytes() {
        return type.bytes(columns);
    }
}
