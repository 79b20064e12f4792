package nmos.harness.validate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import nmos.live.calibrate.ProcessorFloor;
import nmos.live.calibrate.Watch;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.IoMethod;
import nmos.live.disk.Store;
import nmos.world.run.Outcome;

/// How fast drive, memory and processor are with nothing else to do, by the ways a run uses: 256 MiB read at the most, 32 MiB copied
/// five times, and products for as long as [ProcessorFloor] says.
record Floors(double driveBytesPerSec, double copyBytesPerSec, ProcessorFloor processor) {
    private static final int PIECE = 16 << 20;
    private static final int PIECES = 4;
    private static final long MOST_BYTES = 256L << 20;
    private static final int BLOCK = 4096;

    /// @throws nmos.live.calibrate.CalibrationStopped where the watch had enough, or the thread was interrupted
    static Floors measure(Path model, IoMethod io, int threads, Watch watch) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate((long) PIECES * PIECE, BLOCK);
            memory.fill((byte) 1);
            return new Floors(drive(model, io, memory, watch), copy(memory), ProcessorFloor.measure(model, threads, watch));
        }
    }

    private static double drive(Path model, IoMethod io, MemorySegment memory, Watch watch) throws IOException {
        try (Drive drive = Drive.start("floor", DriveOptions.fastest().by(io));
                Store store = drive.open(model)) {
            long whole = store.bytes() / PIECE * PIECE;
            long bytes = Math.min(MOST_BYTES, whole);
            if (bytes == 0) {
                return 0;
            }
            long beganNs = System.nanoTime();
            AtomicBoolean failed = new AtomicBoolean();
            // From the end backwards, so that less of it is what was read last.
            for (long at = 0; at < bytes; at += (long) PIECES * PIECE) {
                watch.goOn();
                int pieces = (int) Math.min(PIECES, (bytes - at) / PIECE);
                CountDownLatch landed = new CountDownLatch(pieces);
                for (int piece = 0; piece < pieces; piece++) {
                    long offset = whole - at - (piece + 1L) * PIECE;
                    drive.read(store, offset, PIECE, memory.asSlice((long) piece * PIECE, PIECE), 0, (outcome, _, _) -> {
                        if (outcome != Outcome.DONE) {
                            failed.set(true);
                        }
                        landed.countDown();
                    });
                }
                await(landed);
                if (failed.get()) {
                    throw new IOException(model + ": cannot be read to see how fast the drive is; is the drive sound?");
                }
            }
            return bytes * 1e9 / (System.nanoTime() - beganNs);
        }
    }

    private static void await(CountDownLatch landed) throws IOException {
        try {
            landed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the drive was measured", e);
        }
    }

    private static double copy(MemorySegment memory) {
        long half = memory.byteSize() / 2;
        double best = 0;
        for (int again = 0; again < 5; again++) {
            long beganNs = System.nanoTime();
            MemorySegment.copy(memory, 0, memory, half, half);
            best = Math.max(best, half * 1e9 / (System.nanoTime() - beganNs));
        }
        return best;
    }
}
