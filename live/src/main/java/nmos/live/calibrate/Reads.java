package nmos.live.calibrate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import nmos.live.device.TierMemory;
import nmos.live.disk.Drive;
import nmos.live.disk.DriveOptions;
import nmos.live.disk.Pace;
import nmos.live.disk.Store;
import nmos.world.run.Outcome;

/// A drive that reads a file round and round, at a pace or as fast as it can.
final class Reads implements BesideBench.Mover {
    private static final long CHUNK = 16L << 20;

    private final Arena arena = Arena.ofShared();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Drive drive;
    private final Store store;
    private final MemorySegment memory;

    /// `bytesPerSec` 0: as fast as it can.
    Reads(Path file, long bytesPerSec) throws IOException {
        DriveOptions fastest = DriveOptions.fastest();
        drive = Drive.start("calibrate", bytesPerSec == 0 ? fastest : fastest.paced(Pace.of(bytesPerSec), Pace.UNBOUND));
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
        // Two are always asked for, so that the drive never waits for us.
        for (int half = 0; half < 2; half++) {
            read(half, 0);
        }
    }

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

    @Override
    public long bytes() {
        return drive.bytesRead();
    }

    @Override
    public void close() {
        over.set(true);
        drive.close();
        arena.close();
    }
}
