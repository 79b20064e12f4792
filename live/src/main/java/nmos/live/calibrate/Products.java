package nmos.live.calibrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import nmos.live.kernel.Grid;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.Workers;

/// The products of a layer with some rows, layer after layer.
final class Products implements BesideBench.Work {
    private static final long SEED = 4;

    private final List<List<Matrix>> units;
    private final MatMul matMul;
    /// by columns
    private final Map<Integer, PackedRows> packed = new HashMap<>();
    private final float[] y;
    private int rows;
    private int next;

    Products(List<List<Matrix>> units, Workers workers, int mostRows) {
        this.units = units;
        matMul = new MatMul(workers);
        y = new float[mostRows * units.getFirst().stream().mapToInt(Matrix::rows).max().orElseThrow()];
    }

    /// Of the weights that one call of [#multiply] goes through.
    long bytes() {
        return units.getFirst().stream().mapToLong(m -> m.rowBytes() * m.rows()).sum();
    }

    /// How many rows are multiplied from now on.
    @Override
    public void rows(int count) {
        if (rows == count) {
            return;
        }
        rows = count;
        var random = new SplittableRandom(SEED);
        for (Matrix matrix : units.getFirst()) {
            float[] x = new float[count * matrix.cols()];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            packed.computeIfAbsent(matrix.cols(), _ -> new PackedRows())
                    .pack(Grid.of(matrix.type()), x, matrix.cols(), count, matrix.cols());
        }
    }

    /// [#multiply], with weights that were copied to where they lie just before, as a streamed layer's are to its slot: as much of them
    /// as caches hold is still there, and may still have to be written back. Copying is not timed.
    long freshNs() {
        List<Matrix> to = units.get((next + 1) % units.size());
        List<Matrix> from = units.get((next + 2) % units.size());
        for (int i = 0; i < to.size(); i++) {
            to.get(i).data().copyFrom(from.get(i).data());
        }
        return Session.ns(this::multiply);
    }

    @Override
    public void multiply() {
        next = (next + 1) % units.size();
        for (Matrix matrix : units.get(next)) {
            PackedRows x = packed.get(matrix.cols());
            if (x == null) {
                throw new IllegalStateException("rows come before products");
            }
            matMul.multiply(matrix, x, y, matrix.rows());
        }
    }
}
