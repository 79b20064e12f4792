package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;

/// Copies of one cargo one way, on a stream of their own. Of a transfer the next piece is handed to the device before the one before it has
/// landed, so that the link never waits for a thread; the last one is waited for. One transfer at a time.
final class Lane implements AutoCloseable {
    /// What is copied, and which way.
    enum Cargo {
        /// From files only: nothing that the device did before can be in them, and they wait for nothing that it still does.
        WEIGHTS("device weights", true, false),
        KV_IN("device KV in", true, true),
        KV_OUT("device KV out", false, true);

        private final String stream;
        private final boolean up;
        private final boolean madeThere;

        /// `up`: to the device. `madeThere`: it is among what was copied within the device's memory before.
        Cargo(String stream, boolean up, boolean madeThere) {
            this.stream = stream;
            this.up = up;
            this.madeThere = madeThere;
        }
    }

    private final Cargo cargo;
    private final Driver driver;
    private final DeviceMemory memory;
    private final DeviceTimeline timeline;
    private final GivenUp givenUp;
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

    Lane(Cargo cargo, Driver driver, DeviceMemory memory, DeviceTimeline timeline, GivenUp givenUp) {
        this.cargo = cargo;
        this.driver = driver;
        this.memory = memory;
        this.timeline = timeline;
        this.givenUp = givenUp;
        stream = driver.stream();
        slots = new Slot[] {new Slot(driver, timeline.anchor()), new Slot(driver, timeline.anchor())};
    }

    /// Bytes `[from, from + count)` of a transfer that is part of a piece of work. Nothing of one that fails is under way any more when this
    /// throws: its memory is used for something else then.
    void copy(long work, MemorySegment source, MemorySegment target, long from, long count) {
        boolean copied = false;
        try {
            givenUp.refuse();
            piece(work, source, target, from, count);
            copied = true;
        } finally {
            if (!copied) {
                drain();
            }
        }
    }

    private void piece(long work, MemorySegment source, MemorySegment target, long from, long count) {
        if (from == 0) {
            pieces = 0;
            if (cargo.madeThere) {
                memory.seenBy(stream);
            }
        }
        Slot slot = slots[pieces % 2];
        slot.anchor = timeline.anchor();
        slot.bytes = count;
        driver.record(slot.began, stream);
        if (cargo.up) {
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
        timeline.add(cargo.stream, cargo.up ? "copy in" : "copy out", work, slot.bytes, slot.anchor, slot.began, slot.landed);
    }

    /// Waits for what is under way.
    void drain() {
        Driver.giveBack(() -> driver.synchronise(stream));
    }

    @Override
    public void close() {
        drain();
        for (Slot slot : slots) {
            Driver.giveBack(() -> driver.destroy(slot.began));
            Driver.giveBack(() -> driver.destroy(slot.landed));
        }
        Driver.giveBack(() -> driver.destroy(stream));
    }
}
