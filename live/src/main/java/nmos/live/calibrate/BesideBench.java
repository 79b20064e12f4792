package nmos.live.calibrate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import nmos.live.calibrate.BesideSpeeds.Point;
import nmos.live.device.PacedLink;
import nmos.live.device.TierMemory;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.Pace;
import nmos.live.disk.Store;
import nmos.world.run.Outcome;

/// Times products while a link copies at its pace and the drive reads at its own, as they do while a model is streamed.
final class BesideBench implements AutoCloseable {
    private static final int[] ROWS = {1, 8, 64};
    private static final long CHUNK = 16L << 20;
    private static final long MILLION = 1_000_000;

    private final Arena arena = Arena.ofShared();
    private final AtomicBoolean over = new AtomicBoolean();
    private final PacedLink link;
    private final Drive drive;
    private final Store store;
    private final MemorySegment memory;

    private BesideBench(Path file, CopyBench copies, long linkBytesPerSec, long diskBytesPerSec) throws IOException {
        DriveOptions pace = DriveOptions.fastest();
        drive = Drive.start("calibrate", diskBytesPerSec == 0 ? pace : pace.paced(Pace.of(diskBytesPerSec), Pace.UNBOUND));
        boolean opened = false;
        try {
            store = drive.open(file);
            opened = true;
        } finally {
            if (!opened) {
                drive.close();
                arena.close();
            }
        }
        memory = arena.allocate(2 * CHUNK, TierMemory.ALIGNMENT);
        link = new PacedLink("calibrate", 0, linkBytesPerSec, CHUNK);
        for (int half = 0; half < 2; half++) {
            read(half, 0);
            copy(copies);
        }
    }

    /// Two reads are always asked for, so that the drive never waits for us.
    private void read(int half, long at) {
        long bytes = Math.min(CHUNK, store.bytes());
        long from = at + bytes > store.bytes() ? 0 : at;
        try {
            drive.read(store, from, bytes, memory.asSlice(half * CHUNK, CHUNK), 0, (outcome, _, _) -> {
                if (outcome == Outcome.DONE && !over.get()) {
                    read(half, from + CHUNK);
                }
            });
        } catch (IllegalStateException _) {
            // it was closed meanwhile
        }
    }

    private void copy(CopyBench copies) {
        try {
            link.submit(PacedLink.WEIGHTS, copies.room(), 0, copies::copy, (outcome, _) -> {
                if (outcome == Outcome.DONE && !over.get()) {
                    copy(copies);
                }
            });
        } catch (IllegalStateException _) {
            // it was closed meanwhile
        }
    }

    static BesideSpeeds measure(
            Session session, Products products, Path file, CopyBench copies, long linkBytesPerSec, long diskBytesPerSec)
            throws IOException {
        List<Point> points = new ArrayList<>();
        int repeats = session.effort.repeats();
        for (int rows : ROWS) {
            if (rows > session.effort.mostRows()) {
                continue;
            }
            products.rows(rows);
            int often = session.often(products::multiply);
            long[] alone = new long[repeats];
            long[] beside = new long[repeats];
            for (int repeat = 0; repeat < repeats; repeat++) {
                alone[repeat] = time(session, products, often);
                try (var _ = new BesideBench(file, copies, linkBytesPerSec, diskBytesPerSec)) {
                    beside[repeat] = time(session, products, often);
                }
            }
            points.add(new Point(rows, Timing.of(alone), Timing.of(beside)));
        }
        double left = points.stream().mapToDouble(Point::left).average().orElse(1);
        return new BesideSpeeds(points, linkBytesPerSec, diskBytesPerSec, Math.clamp(Math.round(left * MILLION), 1, MILLION));
    }

    /// Long enough for copies at a slow pace to come and go meanwhile.
    private static long time(Session session, Products products, int often) {
        session.watch.goOn();
        long leastNs = 25 * session.effort.sampleNs();
        long beganNs = System.nanoTime();
        long count = 0;
        do {
            for (int i = 0; i < often; i++) {
                products.multiply();
            }
            count += often;
        } while (System.nanoTime() - beganNs < leastNs);
        return (System.nanoTime() - beganNs) / count;
    }

    @Override
    public void close() {
        over.set(true);
        drive.close();
        link.close();
        arena.close();
    }
}
