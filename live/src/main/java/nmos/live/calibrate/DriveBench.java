package nmos.live.calibrate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import nmos.live.device.Opened;
import nmos.live.device.TierMemory;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.IoMethod;
import nmos.live.disk.Report;
import nmos.live.disk.Store;
import nmos.live.gguf.Layouts;
import nmos.world.run.Outcome;
import org.jspecify.annotations.Nullable;

/// Reads and writes as the live world does, at more depths and sizes.
final class DriveBench implements AutoCloseable {
    private static final int MOST_REQUESTS = 256;
    private static final long BLOCK = 4096;
    private static final long SEED = 5;

    private final Session session;
    private final Effort effort;
    private final Opened open = new Opened();
    private final Path path;
    private final boolean scratch;
    private final long fileBytes;
    private final MemorySegment memory;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<DriveSpeeds.Point> points = new ArrayList<>();
    private final List<DriveSpeeds.Fit> fits = new ArrayList<>();

    /// Writes the scratch file where there is nothing to read.
    DriveBench(Session session) throws IOException {
        this.session = session;
        effort = session.effort;
        boolean made = false;
        try {
            Arena arena = Arena.ofShared();
            open.add(arena);
            long largest = effort.readBytes().getLast();
            memory = arena.allocate(Math.max(largest, 2L * DriveOptions.PIECE_BYTES * 16), TierMemory.ALIGNMENT);
            for (long at = 0; at < memory.byteSize(); at += Long.BYTES) {
                memory.set(Layouts.LONG, at, random.nextLong());
            }
            Path given = session.options.readFrom();
            scratch = given == null;
            path = given != null ? given : session.options.folder()
                    .resolve("nmos-calibrate-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".scratch");
            Drive writer = open.add(Drive.start("calibrate", DriveOptions.fastest()));
            writes(writer);
            fileBytes = Files.size(path);
            if (fileBytes < BLOCK) {
                throw new IOException(path + ": " + fileBytes + " bytes are too few to time reading; name a model");
            }
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    Path path() {
        return path;
    }

    /// Spilled KV goes in smaller pieces than weights; the scratch that reads need is written in large ones.
    private void writes(Drive drive) throws IOException {
        long bytes = scratch ? effort.scratchBytes() : Math.min(effort.scratchBytes(), 2 * effort.sampleBytes());
        Path target = scratch ? path : session.options.folder()
                .resolve("nmos-calibrate-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".writes");
        Store store = drive.create(target, bytes);
        try {
            List<Long> sizes = effort.readBytes().stream().filter(size -> size <= bytes / 2).toList();
            for (long size : sizes.isEmpty() ? List.of(BLOCK) : sizes) {
                timed(drive, store, true, DriveOptions.DEPTH, size);
            }
            fit(true, DriveOptions.DEPTH);
            for (long at = 0; scratch && at < bytes; at += memory.byteSize()) {
                session.watch.goOn();
                long from = at;
                long some = Math.min(memory.byteSize(), bytes - at) & -BLOCK;
                if (some > 0) {
                    all(1, (_, report) -> drive.write(store, from, some, memory.asSlice(0, some), 0, report));
                }
            }
        } finally {
            if (!scratch) {
                store.close();
            }
        }
    }

    DriveSpeeds measure() throws IOException {
        String how = "";
        for (int depth : effort.depths()) {
            int piece = DriveOptions.PIECE_BYTES;
            try (Drive drive = Drive.start("calibrate", DriveOptions.fastest().cut(depth, piece));
                    Store store = drive.open(path)) {
                // undone after the drive is closed: until then it may read
                open.add(drive.register(memory));
                for (long size : sizes()) {
                    timed(drive, store, false, depth, size);
                }
                how = drive.why();
                if (store.method() == IoMethod.BUFFERED) {
                    session.warn("%s is read through the page cache (%s): its speed may be the memory's", path, how);
                }
            }
            fit(false, depth);
        }
        return new DriveSpeeds(String.valueOf(path.getFileName()), scratch, how, points, fits, again());
    }

    private List<Long> sizes() {
        List<Long> sizes = effort.readBytes().stream().filter(size -> size <= fileBytes).toList();
        return sizes.isEmpty() ? List.of(fileBytes & -BLOCK) : sizes;
    }

    /// Through the page cache, what was read that way a moment ago.
    private long again() throws IOException {
        long size = Math.min(sizes().getLast(), 16L << 20);
        try (Drive drive = Drive.start("calibrate", DriveOptions.fastest().by(IoMethod.BUFFERED));
                Store store = drive.open(path)) {
            Timing twice = Timing.of(sample(drive, store, 0, size), sample(drive, store, 0, size), sample(drive, store, 0, size));
            return twice.perSec(size);
        }
    }

    private long sample(Drive drive, Store store, long offset, long size) throws IOException {
        return all(1, (_, report) -> drive.read(store, offset, size, memory, 0, report));
    }

    private void timed(Drive drive, Store store, boolean write, int depth, long size) throws IOException {
        // twice what may be in flight, so that the drive never runs dry
        long least = Math.ceilDiv(2L * depth * DriveOptions.PIECE_BYTES, Math.max(size, DriveOptions.PIECE_BYTES));
        int requests = (int) Math.clamp(effort.sampleBytes() / size, Math.min(least, MOST_REQUESTS), MOST_REQUESTS);
        long blocks = Math.max(1, (store.bytes() - size) / BLOCK + 1);
        long rooms = Math.max(1, memory.byteSize() / size);
        long[] ns = new long[effort.repeats()];
        for (int repeat = 0; repeat < ns.length; repeat++) {
            session.watch.goOn();
            long[] offsets = random.longs(requests, 0, blocks).map(block -> block * BLOCK).toArray();
            ns[repeat] = all(requests, (i, report) -> {
                MemorySegment room = memory.asSlice(i % rooms * size, size);
                if (write) {
                    drive.write(store, offsets[i], size, room, i, report);
                } else {
                    drive.read(store, offsets[i], size, room, i, report);
                }
            }) / requests;
        }
        points.add(new DriveSpeeds.Point(write, depth, size, Timing.of(ns)));
    }

    private interface Ask {
        void one(int number, Report report) throws IOException;
    }

    /// Time until all are over.
    private static long all(int count, Ask ask) throws IOException {
        CountDownLatch left = new CountDownLatch(count);
        AtomicReference<@Nullable String> fault = new AtomicReference<>();
        long beganNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ask.one(i, (outcome, _, line) -> {
                if (outcome != Outcome.DONE) {
                    fault.set(line == null ? "a request was dropped" : line);
                }
                left.countDown();
            });
        }
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CalibrationStopped();
        }
        long ns = System.nanoTime() - beganNs;
        String line = fault.get();
        if (line != null) {
            throw new IOException(line);
        }
        return ns;
    }

    private void fit(boolean write, int depth) {
        List<DriveSpeeds.Point> some =
                points.stream().filter(p -> p.write() == write && p.depth() == depth).toList();
        fits.add(fit(some));
        some.forEach(p -> session.told("the drive", String.format(Locale.ROOT, "%s of %d KiB, %d in flight",
                write ? "writes" : "reads", p.bytes() >> 10, depth), p.each()));
    }

    /// Of points that differ in size alone.
    static DriveSpeeds.Fit fit(List<DriveSpeeds.Point> points) {
        DriveSpeeds.Point largest = points.getLast();
        double[] ns = points.stream().mapToDouble(p -> p.each().medianNs()).toArray();
        double[][] parts = points.stream().map(p -> new double[] {1, p.bytes()}).toArray(double[][]::new);
        long floor = largest.each().slowPerSec(largest.bytes());
        if (points.size() <= 2) {
            return new DriveSpeeds.Fit(largest.write(), largest.depth(), 0, largest.each().perSec(largest.bytes()), floor, 0, 0);
        }
        LeastSquares fit = LeastSquares.of(ns, parts);
        double perByte = fit.parts()[1];
        long rate = perByte > 0 ? Math.round(1e9 / perByte) : largest.each().perSec(largest.bytes());
        return new DriveSpeeds.Fit(largest.write(), largest.depth(), Math.round(fit.parts()[0]), rate, floor, fit.typical(),
                fit.worst());
    }

    /// Removes what was written.
    @Override
    public void close() {
        open.close();
    }
}
