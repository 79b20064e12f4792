package nmos.scenarios.shape;

/// One tensor of a model: `rows` rows of `columns` numbers. A vector is one row. `layer` is -1 outside all layers.
public record TensorShape(String name, int layer, TensorType type, long columns, long rows) {
    static final int NO_LAYER = -1;

    public long parameters() {
        return columns * rows;
    }

    public long bytes() {
        return Math.multiplyExact(rows, rowBytes());
    }

    public long rowBytes() {
        return type.bytes(columns);
    }
}
