package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;

/// Copies of one kind one way, on a stream of their own. Of a transfer the next piece is handed to the device before the one before it has
/// landed, so that the link never waits for a thread; the last one is waited for. One transfer at a time.
final class Lane implements AutoCloseable {
    private final String name;
    private final Driver driver;
    private final DeviceMemory memory;
    private final DeviceTimeline timeline;
    private final boolean up;
    private final Driver.Stream stream;
    private final Slot[] slots;
    private int pieces;

    /// A piece that is under way.
    private static final class Slot {
        private final Driver.Event began;
        private final Driver.Event landed;
        private DeviceTimeline.Anchor anchor;
        private long bytes;

        Slot(Driver driver, DeviceTimeline.Anchor anchor) {
            began = driver.event(true);
            landed = driver.event(true);
            this.anchor = anchor;
        }
    }

    /// `up`: to the device.
    Lane(String name, Driver driver, DeviceMemory memory, DeviceTimeline timeline, boolean up) {
        this.name = name;
        this.driver = driver;
        this.memory = memory;
        this.timeline = timeline;
        this.up = up;
        stream = driver.stream();
        slots = new Slot[] {new Slot(driver, timeline.anchor()), new Slot(driver, timeline.anchor())};
    }

    /// Bytes `[from, from + count)` of a transfer that is part of a piece of work. Nothing of one that fails is under way any more when this
    /// throws: its memory is used for something else then.
    void copy(long work, MemorySegment source, MemorySegment target, long from, long count) {
        boolean copied = false;
        try {
            piece(work, source, target, from, count);
            copied = true;
        } finally {
            if (!copied) {
                Driver.giveBack(() -> driver.synchronise(stream));
            }
        }
    }

    private void piece(long work, MemorySegment source, MemorySegment target, long from, long count) {
        if (from == 0) {
            pieces = 0;
            memory.seenBy(stream);
        }
        Slot slot = slots[pieces % 2];
        slot.anchor = timeline.anchor();
        slot.bytes = count;
        driver.record(slot.began, stream);
        if (up) {
            driver.copyToDevice(target.address() + from, source.asSlice(from, count), stream);
        } else {
            driver.copyToHost(target.asSlice(from, count), source.address() + from, stream);
        }
        driver.record(slot.landed, stream);
        if (pieces > 0) {
            landed(work, slots[(pieces - 1) % 2]);
        }
        if (from + count == source.byteSize()) {
            landed(work, slot);
        }
        pieces++;
    }

    private void landed(long work, Slot slot) {
        driver.synchronise(slot.landed);
        timeline.add(name, up ? "copy in" : "copy out", work, slot.bytes, slot.anchor, slot.began, slot.landed);
    }

    @Override
    public void close() {
        Driver.giveBack(() -> driver.synchronise(stream));
        for (Slot slot : slots) {
            Driver.giveBack(() -> driver.destroy(slot.began));
            Driver.giveBack(() -> driver.destroy(slot.landed));
        }
        Driver.giveBack(() -> driver.destroy(stream));
    }
}
