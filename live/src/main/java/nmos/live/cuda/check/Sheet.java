package nmos.live.cuda.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.gguf.Layouts;
import nmos.live.kernel.Matrix;

/// Arrays to a device and from it, for as long as this is open.
final class Sheet implements AutoCloseable {
    private static final long LEAST = 256;

    final Driver driver;
    final Driver.Stream stream;
    private final Arena arena = Arena.ofShared();
    private final List<Long> memory = new ArrayList<>();

    Sheet(Driver driver, Driver.Stream stream) {
        this.driver = driver;
        this.stream = stream;
    }

    long room(long bytes) {
        long at = driver.allocate(Math.max(LEAST, bytes));
        memory.add(at);
        return at;
    }

    private long put(MemorySegment data) {
        MemorySegment copy = arena.allocate(data.byteSize(), LEAST).copyFrom(data);
        long at = room(data.byteSize());
        driver.copyToDevice(at, copy, stream);
        driver.synchronise(stream);
        return at;
    }

    long put(float... numbers) {
        return put(MemorySegment.ofArray(numbers));
    }

    long put(int... numbers) {
        return put(MemorySegment.ofArray(numbers));
    }

    Matrix put(Matrix w) {
        long at = put(w.data());
        return new Matrix(w.type(), w.rows(), w.cols(), MemorySegment.ofAddress(at).reinterpret(w.rowBytes() * w.rows()));
    }

    MemorySegment bytes(long at, long bytes) {
        MemorySegment copy = arena.allocate(bytes, LEAST);
        driver.copyToHost(copy, at, stream);
        driver.synchronise(stream);
        return copy;
    }

    float[] floats(long at, int count) {
        return bytes(at, (long) count * Float.BYTES).toArray(Layouts.FLOAT);
    }

    @Override
    public void close() {
        memory.forEach(at -> Driver.giveBack(() -> driver.free(at)));
        arena.close();
    }
}
