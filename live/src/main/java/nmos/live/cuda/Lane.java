package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;

/// Copies of one kind one way, on a stream of their own. Of a transfer the next piece is handed to the device before the one before it has
/// landed, so that the link never waits for a thread; the last one is waited for. One transfer at a time.
final class Lane implements AutoCloseable {
    private final Driver driver;
    private final DeviceMemory memory;
    private final boolean up;
    private final Driver.Stream stream;
    private final Driver.Event[] landed;
    private int pieces;

    /// `up`: to the device.
    Lane(Driver driver, DeviceMemory memory, boolean up) {
        this.driver = driver;
        this.memory = memory;
        this.up = up;
        stream = driver.stream();
        landed = new Driver.Event[] {driver.event(false), driver.event(false)};
    }

    /// Bytes `[from, from + count)` of a transfer. Nothing of one that fails is under way any more when this throws: its memory is used
    /// for something else then.
    void copy(MemorySegment source, MemorySegment target, long bytes, long from, long count) {
        boolean copied = false;
        try {
            piece(source, target, bytes, from, count);
            copied = true;
        } finally {
            if (!copied) {
                Driver.giveBack(() -> driver.synchronise(stream));
            }
        }
    }

    private void piece(MemorySegment source, MemorySegment target, long bytes, long from, long count) {
        if (from == 0) {
            pieces = 0;
            memory.seenBy(stream);
        }
        if (up) {
            driver.copyToDevice(target.address() + from, source.asSlice(from, count), stream);
        } else {
            driver.copyToHost(target.asSlice(from, count), source.address() + from, stream);
        }
        driver.record(landed[pieces % 2], stream);
        if (from + count == bytes) {
            driver.synchronise(landed[pieces % 2]);
        } else if (pieces > 0) {
            driver.synchronise(landed[(pieces - 1) % 2]);
        }
        pieces++;
    }

    @Override
    public void close() {
        Driver.giveBack(() -> driver.synchronise(stream));
        Driver.giveBack(() -> driver.destroy(landed[0]));
        Driver.giveBack(() -> driver.destroy(landed[1]));
        Driver.giveBack(() -> driver.destroy(stream));
    }
}
