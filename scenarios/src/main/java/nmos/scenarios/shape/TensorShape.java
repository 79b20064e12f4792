package nmos.scenarios.shape;

import java.util.Map;

/// One tensor of a model: `rows` rows of `columns` numbers. A vector is one row. `layer` is -1 outside all layers. `experts`: how
/// many of them share the rows evenly, one after the other; 0 where it belongs to none.
public record TensorShape(String name, int layer, TensorType type, long columns, long rows, int experts) {
    static final int NO_LAYER = -1;

    /// Of no expert.
    public TensorShape(String name, int layer, TensorType type, long columns, long rows) {
        this(name, layer, type, columns, rows, 0);
    }

    public TensorShape {
        if (experts > 0 && rows % experts != 0) {
            throw new IllegalArgumentException(name + ": " + rows + " rows cannot be shared evenly by " + experts + " experts");
        }
    }

    public long parameters() {
        return columns * rows;
    }

    /// One expert's part.
    TensorShape ofExpert() {
        return new TensorShape(name, layer, type, columns, rows / experts);
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
