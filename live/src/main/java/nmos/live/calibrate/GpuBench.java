package nmos.live.calibrate;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.device.Opened;
import nmos.live.device.Storage;
import nmos.live.gguf.Layouts;
import nmos.live.kernel.Matrix;

/// A GPU on which things are timed: by its own events, on a stream of its own.
final class GpuBench implements AutoCloseable {
    static final long ALIGNMENT = 256;
    private static final long SEED = 11;

    final Session session;
    final Gpu gpu;
    final Driver driver;
    final Kernels kernels;
    final Driver.Stream stream;
    private final Opened open = new Opened();
    private final Driver.Event began;
    private final Driver.Event ended;

    /// `gpu` stays the caller's.
    GpuBench(Session session, Gpu gpu) {
        this.session = session;
        this.gpu = gpu;
        driver = gpu.driver();
        boolean made = false;
        try {
            kernels = open.add(new Kernels(driver));
            Driver.Stream own = driver.stream();
            open.add(() -> Driver.giveBack(() -> driver.destroy(own)));
            stream = own;
            began = event();
            ended = event();
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    private Driver.Event event() {
        Driver.Event event = driver.event(true);
        open.add(() -> Driver.giveBack(() -> driver.destroy(event)));
        return event;
    }

    /// How long the device takes for what is put on the stream.
    long ns(Runnable work) {
        driver.record(began, stream);
        work.run();
        driver.record(ended, stream);
        driver.synchronise(ended);
        return Math.max(1, driver.nsBetween(began, ended));
    }

    void finish() {
        driver.synchronise(stream);
    }

    /// Repeats of a sample, each a share of so many.
    Timing timed(Runnable work) {
        return timed(work, session.effort.repeats());
    }

    private Timing timed(Runnable work, int repeats) {
        int often = session.often(() -> {
            work.run();
            finish();
        });
        long[] ns = new long[repeats];
        for (int repeat = 0; repeat < ns.length; repeat++) {
            session.watch.goOn();
            ns[repeat] = ns(() -> {
                for (int i = 0; i < often; i++) {
                    work.run();
                }
            });
        }
        return Timing.of(ns).per(often);
    }

    /// Device memory for as long as `with` is open.
    long room(long bytes, Opened with) {
        Storage.Held held = gpu.memory().allocate(Math.max(bytes, ALIGNMENT), ALIGNMENT);
        with.add(() -> held.leave().run());
        return held.data().address();
    }

    long put(MemorySegment host, Opened with) {
        long at = room(host.byteSize(), with);
        driver.copyToDevice(at, host, stream);
        finish();
        return at;
    }

    Matrix put(Matrix matrix, Opened with) {
        long bytes = matrix.rowBytes() * matrix.rows();
        long at = put(matrix.data().asSlice(0, bytes), with);
        return new Matrix(matrix.type(), matrix.rows(), matrix.cols(), MemorySegment.ofAddress(at).reinterpret(bytes));
    }

    /// Numbers as a model's rows are.
    long numbers(long count, Opened with) {
        var random = new SplittableRandom(SEED);
        Storage.Held host = Storage.HOST.allocate(count * Float.BYTES, ALIGNMENT);
        try {
            for (long i = 0; i < count; i++) {
                host.data().set(Layouts.FLOAT, i * Float.BYTES, (float) random.nextGaussian());
            }
            return put(host.data(), with);
        } finally {
            host.leave().run();
        }
    }

    /// So many copies of what is on the device already that its cache does not hold them all.
    <T> List<T> uncached(T first, long bytes, Copying<T> copying) {
        long copies = Math.clamp(Math.ceilDiv(2L * driver.facts().l2Bytes(), Math.max(1, bytes)), 2, 1 << 10);
        List<T> all = new ArrayList<>(List.of(first));
        while (all.size() < copies) {
            all.add(copying.again());
        }
        return List.copyOf(all);
    }

    interface Copying<T> {
        T again();
    }

    @Override
    public void close() {
        Driver.giveBack(this::finish);
        open.close();
    }
}
