package nmos.live.cuda.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nmos.live.cuda.driver.Driver;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Matrix;
import nmos.live.ptx.Limits;

/// A device for tests, and arrays to and from it.
public final class Device implements AutoCloseable {
    public final Driver driver;
    public final Driver.Stream stream;
    public final Kernels kernels;

    public Device() {
        this(Limits.CHECKED);
    }

    public Device(Limits limits) {
        driver = new PtxDriver(limits);
        stream = driver.stream();
        kernels = new Kernels(driver);
    }

    long room(long bytes) {
        return driver.allocate(Math.max(bytes, 1));
    }

    long floats(int count) {
        return room((long) count * Float.BYTES);
    }

    private long put(MemorySegment data) {
        long at = room(data.byteSize());
        driver.copyToDevice(at, data, stream);
        return at;
    }

    long put(float... numbers) {
        return put(MemorySegment.ofArray(numbers));
    }

    long put(int... numbers) {
        return put(MemorySegment.ofArray(numbers));
    }

    /// Where a matrix is on the device.
    public Matrix put(Matrix w) {
        return named(w, put(w.data()));
    }

    static Matrix named(Matrix w, long at) {
        return new Matrix(w.type(), w.rows(), w.cols(), MemorySegment.ofAddress(at).reinterpret(w.rowBytes() * w.rows()));
    }

    Rows rows(int count, int cols) {
        long numbers = (long) count * cols;
        return new Rows(room(numbers), room(Rows.scaleBytes(numbers) + 64), room(Rows.sumBytes(numbers) + 64), floats(count * cols));
    }

    /// Rows on a grid.
    Rows rounded(Grid grid, float[] x, int count, int cols) {
        Rows rows = rows(count, cols);
        long from = put(x);
        new Rounding(kernels).run(stream, grid, from, rows, count, cols);
        return grid == Grid.FREE ? rows.floats(from) : rows;
    }

    byte[] bytes(long at, long count) {
        byte[] data = new byte[(int) count];
        driver.copyToHost(MemorySegment.ofArray(data), at, stream);
        driver.synchronise(stream);
        return data;
    }

    public float[] floats(long at, int count) {
        float[] data = new float[count];
        driver.copyToHost(MemorySegment.ofArray(data), at, stream);
        driver.synchronise(stream);
        return data;
    }

    double[] doubles(long at, int count) {
        return MemorySegment.ofArray(bytes(at, 8L * count)).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }

    int[] ints(long at, int count) {
        return MemorySegment.ofArray(bytes(at, 4L * count)).toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }

    @Override
    public void close() {
        kernels.close();
        driver.close();
    }
}
