package nmos.live.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.device.Opened;
import nmos.live.device.Storage;

/// Memory of the device under a hard budget, kept by books of all that is asked of the driver. What the driver says is less free than when the
/// device was opened is written down beside them: others' use of the card is in it, and what the driver rounds up.
///
/// What is copied within this memory is copied on the stream that computes, in the order in which it was asked for and passes were.
public final class DeviceMemory implements Storage {
    private final Driver driver;
    private final Driver.Stream stream;
    /// What was copied within this memory so far has happened.
    private final Driver.Event copied;
    private final long budgetBytes;
    /// What was free before anything of the budget was used.
    private final long freeBytes;
    private long usedBytes;
    private long highWaterBytes;
    private long measuredBytes;

    /// `freeBytes`: before anything of the budget was used. What has been used by now is in the books.
    DeviceMemory(Driver driver, Driver.Stream stream, long budgetBytes, long freeBytes) {
        this.driver = driver;
        this.stream = stream;
        this.budgetBytes = budgetBytes;
        this.freeBytes = freeBytes;
        Opened _ = claim(Math.max(0, look()));
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
            throw new NoRoomException("no room on " + driver.facts().name() + ": " + bytes + " bytes more than the " + usedBytes
                    + " in use would be past its budget of " + budgetBytes + "; give it more with --vram");
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
            Driver.giveBack(this::look);
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

    /// How much less is free than before all of this, by the driver.
    long look() {
        long taken = freeBytes - driver.memory().freeBytes();
        synchronized (this) {
            measuredBytes = Math.max(measuredBytes, taken);
        }
        return taken;
    }

    private synchronized void left(long bytes) {
        usedBytes -= bytes;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    /// The most that was ever in use at once, kernels and all, and by how much the driver's own count fell.
    public synchronized Use use() {
        return new Use(driver.facts().name(), budgetBytes, highWaterBytes, measuredBytes);
    }

    public record Use(String device, long budgetBytes, long highWaterBytes, long measuredBytes) {}

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
