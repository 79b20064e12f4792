package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Copies as the thread of a link does, walking through more memory than the last-level cache holds.
final class CopyBench implements AutoCloseable {
    private final Session session;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment from;
    private final MemorySegment to;
    private long at;

    CopyBench(Session session, long cacheBytes) {
        this.session = session;
        long room = Math.max(2 * cacheBytes, session.effort.readBytes().getLast());
        from = arena.allocate(room, 4096);
        to = arena.allocate(room, 4096);
    }

    /// What a link copies from and to, chunk by chunk: `bytes` of the two memories.
    void copy(long bytes) {
        if (at + bytes > from.byteSize()) {
            at = 0;
        }
        MemorySegment.copy(from, at, to, at, bytes);
        at += bytes;
    }

    long room() {
        return from.byteSize();
    }

    void copy(long offset, long bytes) {
        MemorySegment.copy(from, offset, to, offset, bytes);
    }

    CopySpeeds measure(Runnable computing) {
        List<CopySpeeds.Point> points = new ArrayList<>();
        long largest = session.effort.readBytes().getLast();
        session.warm("copies", Long.MAX_VALUE / 1_000_000, () -> copy(Math.min(largest, 1 << 20)));
        for (long size : session.effort.readBytes()) {
            points.add(new CopySpeeds.Point(false, size, timed(size)));
        }
        Timing alone = points.getLast().each();
        Timing beside;
        try (var _ = new Meanwhile("computing", computing)) {
            beside = timed(largest);
        }
        points.add(new CopySpeeds.Point(true, largest, beside));
        session.told("copies", String.format(Locale.ROOT, "those of %d KiB", largest >> 10), alone);
        LeastSquares fit = points.size() < 4
                ? new LeastSquares(new double[] {0, (double) alone.medianNs() / largest}, new double[] {0})
                : fit(points.subList(0, points.size() - 1));
        long floor = Math.min(alone.slowPerSec(largest), beside.slowPerSec(largest));
        return new CopySpeeds(points, Math.round(fit.parts()[0]), Math.round(1e9 / fit.parts()[1]), beside.perSec(largest), floor);
    }

    static LeastSquares fit(List<CopySpeeds.Point> points) {
        return LeastSquares.of(
                points.stream().mapToDouble(p -> p.each().medianNs()).toArray(),
                points.stream().map(p -> new double[] {1, p.bytes()}).toArray(double[][]::new));
    }

    private Timing timed(long size) {
        int often = session.often(() -> copy(size));
        long[] ns = new long[session.effort.repeats()];
        for (int repeat = 0; repeat < ns.length; repeat++) {
            session.watch.goOn();
            ns[repeat] = Session.ns(() -> {
                for (int i = 0; i < often; i++) {
                    copy(size);
                }
            });
        }
        return Timing.of(ns).per(often);
    }

    @Override
    public void close() {
        arena.close();
    }
}
