package nmos.live.calibrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Product;
import nmos.live.cuda.kernel.Rounding;
import nmos.live.cuda.kernel.Rows;
import nmos.live.device.Opened;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Matrix;
import nmos.scenarios.shape.TensorType;

/// The products of a layer with some rows on a GPU, layer after layer, each from its memory and not from its cache.
final class GpuProducts implements AutoCloseable {
    private final GpuBench bench;
    private final Opened open = new Opened();
    private final List<List<Matrix>> units;
    private final Product product;
    private final Rounding rounding;
    /// by columns: numbers as they come, and where they are rounded to
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, Rows> rounded = new HashMap<>();
    private final long y;
    private int rows = 1;
    private int next;

    /// `unit`: the matrices of a layer, in this process's memory.
    GpuProducts(GpuBench bench, List<Matrix> unit, int mostRows) {
        this.bench = bench;
        product = new Product(bench.kernels);
        rounding = new Rounding(bench.kernels);
        boolean made = false;
        try {
            units = bench.uncached(put(unit), bytes(unit), () -> put(unit));
            for (Matrix matrix : unit) {
                int cols = matrix.cols();
                long count = (long) mostRows * cols;
                numbers.computeIfAbsent(cols, _ -> bench.numbers(count, open));
                rounded.computeIfAbsent(cols, _ -> new Rows(
                        bench.room(count, open),
                        bench.room(Rows.scaleBytes(count) + GpuBench.ALIGNMENT, open),
                        bench.room(Rows.sumBytes(count) + GpuBench.ALIGNMENT, open),
                        bench.room(count * Float.BYTES, open)));
            }
            y = bench.room((long) mostRows * unit.stream().mapToInt(Matrix::rows).max().orElse(1) * Float.BYTES, open);
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    private List<Matrix> put(List<Matrix> unit) {
        List<Matrix> there = new ArrayList<>();
        unit.forEach(matrix -> there.add(bench.put(matrix, open)));
        return there;
    }

    private static long bytes(List<Matrix> unit) {
        return unit.stream().mapToLong(m -> m.rowBytes() * m.rows()).sum();
    }

    /// Of the weights that one call of [#multiply] goes through.
    long bytes() {
        return bytes(units.getFirst());
    }

    /// How many rows are multiplied from now on: they are rounded now.
    void rows(int count) {
        rows = count;
        for (Matrix matrix : units.getFirst()) {
            rounding.run(bench.stream, Grid.of(matrix.type()), from(matrix), to(matrix), rows, matrix.cols());
        }
        bench.finish();
    }

    private long from(Matrix matrix) {
        return Objects.requireNonNull(numbers.get(matrix.cols()));
    }

    private Rows to(Matrix matrix) {
        return Objects.requireNonNull(rounded.get(matrix.cols()));
    }

    /// Puts them on the stream.
    void multiply() {
        next = (next + 1) % units.size();
        for (Matrix matrix : units.get(next)) {
            product.run(bench.stream, matrix, rowsOf(matrix), rows, y, matrix.rows());
        }
    }

    private Rows rowsOf(Matrix matrix) {
        return Grid.of(matrix.type()) == Grid.FREE ? to(matrix).floats(from(matrix)) : to(matrix);
    }

    /// The same, for whoever goes by this process's clock.
    BesideBench.Work waitedFor() {
        return new BesideBench.Work() {
            @Override
            public void rows(int count) {
                GpuProducts.this.rows(count);
            }

            @Override
            public void multiply() {
                GpuProducts.this.multiply();
                bench.finish();
            }
        };
    }

    ProductSpeeds.OfType measure(TensorType type) {
        Session session = bench.session;
        List<ProductSpeeds.Point> points = new ArrayList<>();
        rows(1);
        session.warm(type + " on the GPU", Long.MAX_VALUE / 1_000_000, () -> waitedFor().multiply());
        for (int count : session.effort.rows()) {
            rows(count);
            Timing time = session.told("products", type + " with " + count + (count == 1 ? " row" : " rows"), bench.timed(this::multiply));
            points.add(new ProductSpeeds.Point(count, time));
        }
        Plausible.rising(session, type, points);
        String matrices = units.getFirst().stream().map(m -> m.rows() + "x" + m.cols()).collect(Collectors.joining(" "));
        return new ProductSpeeds.OfType(type, bytes(), matrices, points);
    }

    @Override
    public void close() {
        Driver.giveBack(bench::finish);
        open.close();
    }
}
