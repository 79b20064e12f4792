package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.device.Opened;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;

/// A device that was opened for a run: its memory under a budget, the stream that computes, and streams for copies of each kind and each way.
/// Nothing but these streams is used, and none of them waits for another but by events.
public final class Gpu implements AutoCloseable {
    private final Driver driver;
    private final Opened open = new Opened();
    private final Driver.Stream compute;
    private final Kernels kernels;
    private final GivenUp givenUp = new GivenUp();
    private final DeviceMemory memory;
    private final KvMemory kvHere;
    private final KvMemory kvBelow;
    private final PinnedMemory pinned;
    private final DeviceTimeline timeline;
    private final Lane weights;
    private final Lane kvIn;
    private final Lane kvOut;

    /// `driver` belongs to this from now on, also where this fails.
    public Gpu(Driver driver, long budgetBytes) {
        this.driver = driver;
        boolean opened = false;
        try {
            Driver.Memory free = driver.memory();
            if (budgetBytes > free.freeBytes()) {
                throw new NoRoomException(driver.facts().name() + " has " + (free.freeBytes() >> 20) + " MiB free of "
                        + (free.totalBytes() >> 20) + " MiB, and the budget there is " + (budgetBytes >> 20)
                        + " MiB; lower it with --vram, or end what else uses the device");
            }
            compute = stream(driver);
            kernels = new Kernels(driver);
            open.add(() -> Driver.giveBack(kernels::close));
            memory = new DeviceMemory(driver, compute, budgetBytes, free.freeBytes());
            open.add(() -> Driver.giveBack(memory::close));
            pinned = new PinnedMemory(driver);
            kvHere = new KvMemory(memory, KvMemory.NOWHERE, givenUp);
            kvBelow = new KvMemory(pinned, Storage.HOST, givenUp);
            timeline = open.add(new DeviceTimeline(driver));
            weights = open.add(new Lane(Lane.Cargo.WEIGHTS, driver, memory, timeline, givenUp));
            kvIn = open.add(new Lane(Lane.Cargo.KV_IN, driver, memory, timeline, givenUp));
            kvOut = open.add(new Lane(Lane.Cargo.KV_OUT, driver, memory, timeline, givenUp));
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private Driver.Stream stream(Driver of) {
        Driver.Stream stream = of.stream();
        open.add(() -> Driver.giveBack(() -> of.destroy(stream)));
        return stream;
    }

    public Driver driver() {
        return driver;
    }

    Kernels kernels() {
        return kernels;
    }

    Driver.Stream compute() {
        return compute;
    }

    public DeviceMemory memory() {
        return memory;
    }

    /// For keys and values of a run, here or in memory of the host: what the driver will not do there is thrown by the next pass.
    public Storage kv(boolean here) {
        return here ? kvHere : kvBelow;
    }

    GivenUp givenUp() {
        return givenUp;
    }

    public Storage pinned() {
        return pinned;
    }

    public DeviceTimeline timeline() {
        return timeline;
    }

    /// How a link copies a transfer to the device or from it: weights, which only ever come, or KV. `stream`: which of the link's, see
    /// [PacedLink]; `work`: what the transfer is part of.
    public PacedLink.Copy copy(int stream, boolean toDevice, long work, MemorySegment source, MemorySegment target) {
        Lane lane = stream == PacedLink.WEIGHTS ? weights : toDevice ? kvIn : kvOut;
        return (from, count) -> lane.copy(work, source, target, from, count);
    }

    /// Waits until no copy is under way. A link that was closed leaves the last piece of what had begun.
    public void drain() {
        List.of(weights, kvIn, kvOut).forEach(Lane::drain);
    }

    /// All that was made of the device is given back, whatever state that is in.
    @Override
    public void close() {
        try {
            open.close();
        } finally {
            driver.close();
        }
    }
}
