package nmos.live.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Opened;
import nmos.live.device.Storage;

/// Memory of the device under a hard budget. What is copied within it is copied on the stream that computes, in the order in which it was
/// asked for and passes were.
public final class DeviceMemory implements Storage {
    private final Driver driver;
    private final Driver.Stream stream;
    /// What was copied within this memory so far has happened.
    private final Driver.Event copied;
    private final long budgetBytes;
    private long usedBytes;
    private long highWaterBytes;

    DeviceMemory(Driver driver, Driver.Stream stream, long budgetBytes) {
        this.driver = driver;
        this.stream = stream;
        this.budgetBytes = budgetBytes;
        copied = driver.event(false);
    }

    /// An address of the device as a segment of which this process can read nothing: it throws where it would crash.
    static MemorySegment named(long address, long bytes) {
        Arena over = Arena.ofShared();
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(bytes, over, null);
        over.close();
        return segment;
    }

    /// Counts what is allocated elsewhere, until that is closed.
    synchronized Opened claim(long bytes) {
        if (bytes > budgetBytes - usedBytes) {
            throw new IllegalStateException("no room on " + driver.facts().name() + ": " + bytes + " bytes more than the " + usedBytes
                    + " in use would be past its budget of " + budgetBytes + "; give it more, or the scenario a larger reserve there");
        }
        usedBytes += bytes;
        highWaterBytes = Math.max(highWaterBytes, usedBytes);
        Opened claimed = new Opened();
        claimed.add(() -> left(bytes));
        return claimed;
    }

    @Override
    public Held allocate(long bytes, long alignment) {
        Opened _ = claim(bytes);
        boolean made = false;
        try {
            long address = driver.allocate(bytes);
            made = true;
            return new Held(named(address, bytes), () -> {
                left(bytes);
                Driver.giveBack(() -> driver.free(address));
            });
        } finally {
            if (!made) {
                left(bytes);
            }
        }
    }

    private synchronized void left(long bytes) {
        usedBytes -= bytes;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    /// The most there ever was of it at once.
    public synchronized long highWaterBytes() {
        return highWaterBytes;
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    @Override
    public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
        driver.copyOnDevice(to.address() + toAt, from.address() + fromAt, bytes, stream);
        driver.record(copied, stream);
    }

    void close() {
        driver.destroy(copied);
    }

    /// What is put on a stream from now on sees what was copied here before.
    void seenBy(Driver.Stream other) {
        driver.await(other, copied);
    }
}
