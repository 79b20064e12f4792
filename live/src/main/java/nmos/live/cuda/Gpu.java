package nmos.live.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;

/// A device that was opened for a run: its memory under a budget, the stream that computes, and streams for copies of each kind and each way.
/// Nothing but these streams is used, and none of them waits for another but by events.
public final class Gpu implements AutoCloseable {
    private static final int KINDS = 3;

    private final Driver driver;
    private final Driver.Stream compute;
    private final Kernels kernels;
    private final DeviceMemory memory;
    private final PinnedMemory pinned;
    private final List<Lane> up = new ArrayList<>();
    private final List<Lane> down = new ArrayList<>();

    /// `driver` belongs to this from now on, also where this fails.
    public Gpu(Driver driver, long budgetBytes) {
        this.driver = driver;
        boolean opened = false;
        try {
            Driver.Memory free = driver.memory();
            if (budgetBytes > free.freeBytes()) {
                throw new IllegalStateException(driver.facts().name() + " has " + (free.freeBytes() >> 20) + " MiB free of "
                        + (free.totalBytes() >> 20) + " MiB, and the machine's budget there is " + (budgetBytes >> 20)
                        + " MiB; lower it, or end what else uses the device");
            }
            compute = driver.stream();
            kernels = new Kernels(driver);
            memory = new DeviceMemory(driver, compute, budgetBytes);
            pinned = new PinnedMemory(driver);
            for (int kind = 0; kind < KINDS; kind++) {
                up.add(new Lane(driver, memory, true));
                down.add(new Lane(driver, memory, false));
            }
            opened = true;
        } finally {
            if (!opened) {
                driver.close();
            }
        }
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

    public Storage pinned() {
        return pinned;
    }

    /// How a link copies a transfer to the device or from it. `stream`: which of the link's, see [PacedLink].
    public PacedLink.Copy copy(int stream, boolean toDevice, MemorySegment source, MemorySegment target) {
        Lane lane = (toDevice ? up : down).get(stream);
        return (from, count) -> lane.copy(source, target, source.byteSize(), from, count);
    }

    /// All that was made of the device is given back, whatever state that is in.
    @Override
    public void close() {
        try {
            up.forEach(lane -> Driver.giveBack(lane::close));
            down.forEach(lane -> Driver.giveBack(lane::close));
            Driver.giveBack(memory::close);
            Driver.giveBack(kernels::close);
            Driver.giveBack(() -> driver.destroy(compute));
        } finally {
            driver.close();
        }
    }
}
