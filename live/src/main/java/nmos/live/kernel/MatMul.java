package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nmos.scenarios.shape.TensorType;

/// `y (rows, outputs) = x (rows, cols) * w (outputs, cols)^T` over a pool of threads. One product at a time.
///
/// For eight outputs and 512 columns the weights are unpacked once and meet all rows of the pass: 16 KiB of weights and 8 KiB
/// of rows, which fits a first-level cache of 32 KiB.
public final class MatMul implements Workers.Job {
    private static final int OUTPUTS = 2 * Tile.OUTPUTS;
    private static final int COLS = 512;
    /// Rows whose sums are kept at once: 256 KiB a thread at 16 lanes.
    private static final int ROWS = 512;
    /// Under this many multiplications the other threads are not worth waking.
    private static final long ALONE = 32_768;

    private final Workers workers;
    private final float[][] weights;
    private final float[][] sums;
    private final LoneRow[] loneRows;

    private Matrix w;
    private PackedRows x;
    private float[] y = new float[0];
    private int yStride;
    private int outputsPerChunk;

    public MatMul(Workers workers) {
        this.workers = workers;
        weights = new float[workers.count()][OUTPUTS * COLS];
        sums = new float[workers.count()][OUTPUTS * ROWS * Lanes.COUNT];
        loneRows = new LoneRow[workers.count()];
        Arrays.setAll(loneRows, _ -> new LoneRow());
        w = new Matrix(TensorType.F32, 0, 0, MemorySegment.NULL);
        x = new PackedRows();
    }

    /// Row `r` of the result starts at `y[r * yStride]`.
    public void multiply(Matrix w, PackedRows x, float[] y, int yStride) {
        if (w.cols() != x.cols()) {
            throw new IllegalArgumentException("rows of " + x.cols() + " meet weights of " + w.cols() + " columns");
        }
        this.w = w;
        this.x = x;
        this.y = y;
        this.yStride = yStride;
        int tiles = (w.rows() + OUTPUTS - 1) / OUTPUTS;
        boolean alone = (long) w.rows() * w.cols() * x.rows() < ALONE;
        int tilesPerChunk = alone ? tiles : Math.clamp(tiles / (workers.count() * 8L), 1, 32);
        outputsPerChunk = Math.max(1, tilesPerChunk) * OUTPUTS;
        workers.run(this, (w.rows() + outputsPerChunk - 1) / outputsPerChunk);
    }

    @Override
    public void run(int chunk, int worker) {
        int from = chunk * outputsPerChunk;
        int to = Math.min(w.rows(), from + outputsPerChunk);
        for (int r = 0; r < x.rows; r += ROWS) {
            for (int o = from; o < to; o += OUTPUTS) {
                int outputs = Math.min(OUTPUTS, to - o);
                if (x.rows == 1 && outputs == OUTPUTS && LoneRow.takes(w.type())) {
                    for (int t = o; t < o + OUTPUTS; t += LoneRow.OUTPUTS) {
                        loneRows[worker].multiply(w, t, x, y, t);
                    }
                } else {
                    tile(o, outputs, r, Math.min(ROWS, x.rows - r), worker);
                }
            }
        }
    }

    private void tile(int output, int outputs, int row, int rows, int worker) {
        float[] unpacked = weights[worker];
        float[] s = sums[worker];
        Arrays.fill(s, 0, rows * OUTPUTS * Lanes.COUNT, 0);
        TensorType type = w.type();
        long rowBytes = w.rowBytes();
        for (int col = 0; col < w.cols(); col += COLS) {
            int cols = Math.min(COLS, w.cols() - col);
            int padded = Lanes.roundUp(cols);
            long at = output * rowBytes + type.bytes(col);
            for (int o = 0; o < outputs; o++) {
                Unpack.numbers(type, w.data(), at + o * rowBytes, cols, unpacked, o * COLS);
                Arrays.fill(unpacked, o * COLS + cols, o * COLS + padded, 0);
            }
            multiplyUnpacked(unpacked, outputs, row, rows, col, padded, s);
        }
        for (int r = 0; r < rows; r++) {
            int to = (row + r) * yStride + output;
            for (int o = 0; o < outputs; o++) {
                y[to + o] = Lanes.sum(s, (r * OUTPUTS + o) * Lanes.COUNT);
            }
        }
    }

    /// A tile past the last output computes from what an earlier tile left; nobody reads its sums.
    private void multiplyUnpacked(float[] unpacked, int outputs, int row, int rows, int col, int cols, float[] s) {
        int stride = x.stride;
        int sStride = OUTPUTS * Lanes.COUNT;
        int r = 0;
        for (; r + Tile.ROWS <= rows; r += Tile.ROWS) {
            int at = (row + r) * stride + col;
            for (int o = 0; o < outputs; o += Tile.OUTPUTS) {
                int sAt = r * sStride + o * Lanes.COUNT;
                Tile.four(unpacked, o * COLS, COLS, x.values, at, stride, cols, s, sAt, sStride);
            }
        }
        for (; r < rows; r++) {
            int at = (row + r) * stride + col;
            for (int o = 0; o < outputs; o += Tile.OUTPUTS) {
                Tile.one(unpacked, o * COLS, COLS, x.values, at, cols, s, r * sStride + o * Lanes.COUNT);
            }
        }
    }
}
