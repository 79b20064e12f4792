package nmos.live.kernel;

import java.util.Arrays;

/// The rows of a product, on the grid of the weights they will meet: `(rows, stride)`, the columns past `cols` zero, so that
/// whole vectors can be read. Grows to the largest pass it has seen.
public final class PackedRows {
    float[] values = new float[0];
    int rows;
    int cols;
    int stride;

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /// Takes `rows` rows of `cols` numbers; row `r` starts at `x[r * xStride]`.
    public void pack(Grid grid, float[] x, int xStride, int rows, int cols) {
        begin(rows, cols);
        for (int r = 0; r < rows; r++) {
            put(grid, x, r * xStride, r);
        }
    }

    /// Makes room for rows that [#put] fills.
    public void begin(int rows, int cols) {
        this.rows = rows;
        this.cols = cols;
        stride = Lanes.roundUp(cols);
        int size = Math.multiplyExact(rows, stride);
        if (values.length < size) {
            values = new float[size];
        }
    }

    public void put(Grid grid, float[] x, int from, int row) {
        int to = row * stride;
        grid.round(x, from, cols, values, to);
        Arrays.fill(values, to + cols, to + stride, 0);
    }

    /// The row as the product sees it.
    public void copyRow(int row, float[] out) {
        System.arraycopy(values, row * stride, out, 0, cols);
    }
}
