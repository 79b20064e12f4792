package nmos.live.cuda.driver;

import java.lang.foreign.MemorySegment;

/// One CUDA device, opened: its context, and nothing shared with others in this process. Any thread may call any of this. What goes
/// wrong is a [CudaException].
///
/// Device memory is an address, as kernels take it: `address + offset` is an address too. Copies, fills, launches and events of a stream
/// happen in its order, those of different streams in no order but that of events awaited; nothing is ever put on the default stream.
public interface Driver extends AutoCloseable {
    /// `handle`: the driver's own, a pointer to what only it knows.
    record Stream(long handle) {}

    record Event(long handle) {}

    record Module(long handle) {}

    /// A kernel of a loaded module.
    record Kernel(long handle, String name) {}

    /// Blocks of a grid, threads of a block, and the shared memory of a block that is asked for at launch.
    record Geometry(int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes) {
        /// What devices of every kind that the kernels are for take.
        private static final int MOST_YZ = 65_535;

        private static final double MOST_THREADS = 1024;

        public Geometry {
            if (gridX < 1 || gridY < 1 || gridZ < 1 || blockX < 1 || blockY < 1 || blockZ < 1 || sharedBytes < 0
                    || gridY > MOST_YZ || gridZ > MOST_YZ || (double) blockX * blockY * blockZ > MOST_THREADS) {
                throw new IllegalArgumentException("a grid of " + gridX + " x " + gridY + " x " + gridZ + " blocks of " + blockX
                        + " x " + blockY + " x " + blockZ + " threads with " + sharedBytes + " bytes");
            }
        }
    }

    record Memory(long freeBytes, long totalBytes) {}

    DeviceFacts facts();

    /// What is free on the device now, other processes' share taken off.
    Memory memory();

    /// Aligned to 256 bytes, with anything in it.
    long allocate(long bytes);

    /// Waits for the device. What still runs must not use it.
    void free(long address);

    /// Pins host memory, so that the device copies from and to it by itself. It must stay where it is until [#unregister].
    void register(MemorySegment host);

    void unregister(MemorySegment host);

    Stream stream();

    /// What was put on it still ends.
    void destroy(Stream stream);

    /// `timed`: fit for [#nsBetween]; others cost less. Threads that wait for either sleep.
    Event event(boolean timed);

    void destroy(Event event);

    /// The event has happened when all that was put on the stream before has.
    void record(Event event, Stream stream);

    /// What is put on the stream from now on waits for what the event was last recorded for. One never recorded has happened.
    void await(Stream stream, Event event);

    /// Whether an event has happened. Throws what went wrong before it on the device, if anything did: after a kernel's fault every call does.
    boolean happened(Event event);

    void synchronise(Event event);

    void synchronise(Stream stream);

    /// Between two timed events that have happened, to about half a microsecond.
    long nsBetween(Event from, Event to);

    /// Of memory that is not registered the driver copies by way of memory of its own, and may return when that is done.
    void copyToDevice(long to, MemorySegment from, Stream stream);

    void copyToHost(MemorySegment to, long from, Stream stream);

    void copyOnDevice(long to, long from, long bytes, Stream stream);

    void fill(long at, byte value, long bytes, Stream stream);

    /// The driver makes machine code of it for this device, or takes that from its cache on disk.
    Module load(String ptx);

    /// What still runs must not be of it.
    void unload(Module module);

    /// A kernel by its name in the PTX; `sharedBytes` is the most that its launches will ask for, 0 for none.
    Kernel kernel(Module module, String name, int sharedBytes);

    /// `arguments`: the kernel's parameters as a C struct of them lies, each aligned to its size. May be used again when this returns.
    void launch(Kernel kernel, Geometry geometry, Stream stream, MemorySegment arguments);

    /// Waits for all that runs, then gives back all that was allocated, made or loaded here. Registered memory is the caller's to
    /// unregister before.
    @Override
    void close();

    /// Gives something back. Of a device that has failed nothing can be: closing it does that for all.
    static void giveBack(Runnable what) {
        try {
            what.run();
        } catch (CudaException gone) {
            // whoever waited for it was told
        }
    }
}
