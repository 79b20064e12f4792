package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.live.calibrate.GpuSpeeds.Copies;
import nmos.live.calibrate.GpuSpeeds.Way;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Opened;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.device.TierMemory;

/// Copies to a GPU and from it, each waited for, as a link makes them.
final class GpuCopyBench implements AutoCloseable {
    private final GpuBench bench;
    private final Session session;
    private final Driver driver;
    private final Opened open = new Opened();
    private final long largest;
    private final MemorySegment pinned;
    private final MemorySegment pageable;
    private final MemorySegment device;
    private final Driver.Stream up;
    private final Driver.Stream down;
    private final List<Copies> copies = new ArrayList<>();

    GpuCopyBench(GpuBench bench) {
        this.bench = bench;
        session = bench.session;
        driver = bench.driver;
        largest = session.effort.readBytes().getLast();
        boolean made = false;
        try {
            pinned = held(bench.gpu.pinned());
            Arena arena = open.add(Arena.ofShared());
            pageable = arena.allocate(2 * largest, TierMemory.ALIGNMENT);
            pinned.fill((byte) 1);
            pageable.fill((byte) 1);
            device = held(bench.gpu.memory());
            up = stream();
            down = stream();
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    /// Half for what goes up, half for what comes down.
    private MemorySegment held(Storage storage) {
        Storage.Held held = storage.allocate(2 * largest, TierMemory.ALIGNMENT);
        open.add(() -> held.leave().run());
        return held.data();
    }

    private Driver.Stream stream() {
        Driver.Stream stream = driver.stream();
        open.add(() -> Driver.giveBack(() -> driver.destroy(stream)));
        return stream;
    }

    List<Copies> copies() {
        return List.copyOf(copies);
    }

    /// What a link copies all the time, as fast as it is let.
    PacedLink.Copy link() {
        return bench.gpu.copy(PacedLink.WEIGHTS, true, 0, pinned.asSlice(0, largest), device.asSlice(0, largest));
    }

    long room() {
        return largest;
    }

    /// All sizes and kinds, alone.
    void measure() {
        session.warm("copies to the GPU", Long.MAX_VALUE / 1_000_000, () -> copy(Way.BOTH, pinned, Math.min(largest, 1 << 20)));
        for (long size : session.effort.readBytes()) {
            for (Way way : Way.values()) {
                copies.add(new Copies(way, true, size, timed(way, pinned, size)));
                copies.add(new Copies(way, false, size, timed(way, pageable, size)));
            }
        }
    }

    /// Of pinned memory, and what is left of it beside computing.
    CopySpeeds speeds(Way way, Runnable computing) {
        List<CopySpeeds.Point> points = new ArrayList<>();
        for (Copies each : copies) {
            if (each.way() == way && each.pinned()) {
                points.add(new CopySpeeds.Point(false, each.bytes(), each.each()));
            }
        }
        LeastSquares fit = CopyBench.fit(points);
        Timing alone = points.getLast().each();
        Timing beside;
        try (var _ = new Meanwhile("computing", computing)) {
            beside = timed(way, pinned, largest);
        }
        points.add(new CopySpeeds.Point(true, largest, beside));
        session.told("copies", String.format(Locale.ROOT, "those of %d KiB, %s", largest >> 10, way.name().toLowerCase(Locale.ROOT)), alone);
        long floor = Math.min(alone.slowPerSec(largest), beside.slowPerSec(largest));
        return new CopySpeeds(
                points, Math.round(fit.parts()[0]), Math.round(1e9 / Math.max(1e-6, fit.parts()[1])), beside.perSec(largest), floor);
    }

    private void copy(Way way, MemorySegment host, long bytes) {
        if (way != Way.DOWN) {
            driver.copyToDevice(device.address(), host.asSlice(0, bytes), up);
        }
        if (way != Way.UP) {
            driver.copyToHost(host.asSlice(largest, bytes), device.address() + largest, down);
            driver.synchronise(down);
        }
        if (way != Way.DOWN) {
            driver.synchronise(up);
        }
    }

    private Timing timed(Way way, MemorySegment host, long bytes) {
        int often = session.often(() -> copy(way, host, bytes));
        long[] ns = new long[session.effort.repeats()];
        for (int repeat = 0; repeat < ns.length; repeat++) {
            session.watch.goOn();
            ns[repeat] = Session.ns(() -> {
                for (int i = 0; i < often; i++) {
                    copy(way, host, bytes);
                }
            });
        }
        return Timing.of(ns).per(often);
    }

    @Override
    public void close() {
        Driver.giveBack(() -> driver.synchronise(up));
        Driver.giveBack(() -> driver.synchronise(down));
        open.close();
    }
}
