package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nmos.live.ptx.Limits;
import org.jspecify.annotations.Nullable;

/// A device that is not there. Its memory is the host's, under addresses of its own that are checked each time; its streams do their
/// work as late and in as odd an order as events allow ([EmulatedStreams]); memory of the host that is registered is read and written
/// when a copy is done, other memory when it is asked for, as by a real driver. After a fault every call fails.
public final class EmulatedDriver implements Driver {
    private static final int SHARED_BYTES = Limits.QUICK.sharedBytes();
    private static final int GONE = 46;
    /// What a module takes of the device's memory.
    public static final long MODULE_BYTES = 1 << 20;

    private record LoadedKernel(Launches.Loaded module, String name) {}

    private final EmulatedMemory memory;
    private final EmulatedStreams streams;
    private final Launches launches;
    private final Map<Long, EmulatedStreams.EmulatedEvent> events = new HashMap<>();
    private final Set<Long> timed = new HashSet<>();
    private final Map<Long, Launches.Loaded> modules = new HashMap<>();
    private final Map<Long, LoadedKernel> kernels = new HashMap<>();
    /// by address: bytes
    private final TreeMap<Long, Long> registered = new TreeMap<>();
    private long handles = 1;
    private long openStreams;
    private long mostBytes;
    private long pageableCopies;
    private String leftAtClose = "it was not closed";
    private @Nullable CudaError broken;
    private @Nullable String fails;
    private int failsAfter;
    private @Nullable CudaError failure;
    private boolean forGood;

    public EmulatedDriver(long memoryBytes, Launches launches, long seed) {
        memory = new EmulatedMemory(memoryBytes);
        streams = new EmulatedStreams(seed);
        this.launches = launches;
    }

    public static CudaError error(int code, String name) {
        return new CudaError(code, name, "as the test has it");
    }

    /// A call will fail once, after it has worked so many times more. `call`: the name of the method here.
    public synchronized void fail(String call, int after, CudaError error) {
        fails = call;
        failsAfter = after;
        failure = error;
    }

    /// The device will not be there any more after so many of these calls.
    public synchronized void takeAwayAfter(String call, int calls) {
        fail(call, calls, error(GONE, "CUDA_ERROR_DEVICE_UNAVAILABLE"));
        forGood = true;
    }

    /// The most that was ever taken, by modules too.
    public synchronized long highWaterBytes() {
        return mostBytes;
    }

    /// Copies from or to memory that was not registered.
    public synchronized long pageableCopies() {
        return pageableCopies;
    }

    /// What was made here and not given back, registrations of host memory and all.
    public synchronized String left() {
        return memory.usedBytes() + " bytes, " + openStreams + " streams, " + events.size() + " events, " + modules.size() + " modules, "
                + registered.size() + " registrations";
    }

    /// Whether every call fails by now.
    public synchronized boolean broken() {
        return broken != null;
    }

    /// The same when this was closed, which gives all of it back.
    public synchronized String leftAtClose() {
        return leftAtClose;
    }

    public static final String NOTHING_LEFT = "0 bytes, 0 streams, 0 events, 0 modules, 0 registrations";

    private void entered(String call) {
        CudaError error = broken;
        if (error == null && call.equals(fails) && failsAfter-- == 0) {
            error = failure;
            fails = null;
            broken = forGood ? error : null;
        }
        if (error != null) {
            throw new CudaException(call, error);
        }
    }

    private long handle() {
        return 16 * handles++;
    }

    @Override
    public DeviceFacts facts() {
        return new DeviceFacts("Emulated", 13000, 7, 5, memory.totalBytes(), 4, SHARED_BYTES, 1 << 20, 2, "none");
    }

    @Override
    public synchronized Memory memory() {
        entered("memory");
        return new Memory(memory.totalBytes() - takenBytes(), memory.totalBytes());
    }

    private long takenBytes() {
        return memory.usedBytes() + modules.size() * MODULE_BYTES;
    }

    @Override
    public synchronized long allocate(long bytes) {
        entered("allocate");
        long address = bytes > memory.totalBytes() - takenBytes() ? 0 : memory.allocate(bytes);
        if (address == 0) {
            throw new CudaException("allocate " + bytes + " bytes", error(CudaError.OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"));
        }
        launches.allocated(address, memory.at(address, bytes));
        mostBytes = Math.max(mostBytes, takenBytes());
        return address;
    }

    @Override
    public synchronized void free(long address) {
        refuseUnderWay(new EmulatedStreams.Range(address, memory.bytes(address)));
        finishAll();
        launches.freed(address);
        if (!memory.free(address)) {
            throw new IllegalStateException("memory is freed that was not allocated");
        }
        entered("free");
    }

    @Override
    public synchronized void register(MemorySegment host) {
        entered("register");
        Map.Entry<Long, Long> before = registered.lowerEntry(host.address() + host.byteSize());
        if (before != null && before.getKey() + before.getValue() > host.address()) {
            throw new CudaException("register", error(
                    CudaError.HOST_MEMORY_ALREADY_REGISTERED, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED"));
        }
        registered.put(host.address(), host.byteSize());
    }

    @Override
    public synchronized void unregister(MemorySegment host) {
        refuseUnderWay(range(host));
        if (registered.remove(host.address()) == null) {
            throw new CudaException("unregister", error(CudaError.HOST_MEMORY_NOT_REGISTERED, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED"));
        }
        entered("unregister");
    }

    /// A real driver frees memory under a copy without a word.
    private void refuseUnderWay(EmulatedStreams.Range range) {
        if (broken == null && streams.touches(range)) {
            throw new IllegalStateException("memory is given back that a copy still reads or writes");
        }
    }

    private static EmulatedStreams.Range range(MemorySegment host) {
        return new EmulatedStreams.Range(host.address(), host.byteSize());
    }

    private boolean pinned(MemorySegment host) {
        Map.Entry<Long, Long> piece = registered.floorEntry(host.address());
        return piece != null && host.address() + host.byteSize() <= piece.getKey() + piece.getValue();
    }

    @Override
    public synchronized Stream stream() {
        entered("stream");
        long handle = handle();
        streams.open(handle);
        openStreams++;
        return new Stream(handle);
    }

    @Override
    public synchronized void destroy(Stream stream) {
        if (broken == null) {
            guarded(() -> streams.close(stream.handle()));
        }
        openStreams--;
        entered("destroy");
    }

    @Override
    public synchronized Event event(boolean timed) {
        entered("event");
        long handle = handle();
        events.put(handle, new EmulatedStreams.EmulatedEvent());
        if (timed) {
            this.timed.add(handle);
        }
        return new Event(handle);
    }

    @Override
    public synchronized void destroy(Event event) {
        if (events.remove(event.handle()) == null) {
            throw new IllegalStateException("an event that does not exist");
        }
        entered("destroy");
    }

    private EmulatedStreams.EmulatedEvent of(Event event) {
        EmulatedStreams.EmulatedEvent found = events.get(event.handle());
        if (found == null) {
            throw new IllegalStateException("an event that does not exist");
        }
        return found;
    }

    @Override
    public synchronized void record(Event event, Stream stream) {
        entered("record");
        guarded(() -> streams.record(of(event), stream.handle()));
    }

    @Override
    public synchronized void await(Stream stream, Event event) {
        entered("await");
        guarded(() -> streams.await(stream.handle(), of(event)));
    }

    @Override
    public synchronized boolean happened(Event event) {
        entered("happened");
        guarded(streams::step);
        return of(event).happened();
    }

    @Override
    public synchronized void synchronise(Event event) {
        entered("synchronise");
        guarded(() -> streams.finish(of(event)));
    }

    @Override
    public synchronized void synchronise(Stream stream) {
        entered("synchronise");
        guarded(() -> streams.finish(stream.handle()));
    }

    @Override
    public synchronized long nsBetween(Event from, Event to) {
        entered("nsBetween");
        if (!timed.contains(from.handle()) || !timed.contains(to.handle()) || of(from).atNs() < 0 || !of(from).happened() || !of(to).happened()) {
            throw new IllegalStateException("the time between events that are not timed, or have not happened");
        }
        return of(to).atNs() - of(from).atNs();
    }

    @Override
    public synchronized void copyToDevice(long to, MemorySegment from, Stream stream) {
        needNative(from);
        entered("copyToDevice");
        MemorySegment source = from;
        if (!pinned(from)) {
            pageableCopies++;
            source = MemorySegment.ofArray(from.toArray(JAVA_BYTE));
        }
        MemorySegment data = source;
        var there = new EmulatedStreams.Range(to, from.byteSize());
        guarded(() -> streams.work(
                stream.handle(), () -> memory.at(to, data.byteSize()).copyFrom(data), range(from), there));
    }

    @Override
    public synchronized void copyToHost(MemorySegment to, long from, Stream stream) {
        needNative(to);
        entered("copyToHost");
        var there = new EmulatedStreams.Range(from, to.byteSize());
        guarded(() -> streams.work(stream.handle(), () -> to.copyFrom(memory.at(from, to.byteSize())), range(to), there));
        if (!pinned(to)) {
            pageableCopies++;
            guarded(() -> streams.finish(stream.handle()));
        }
    }

    private static void needNative(MemorySegment host) {
        if (!host.isNative()) {
            throw new IllegalArgumentException("the driver copies memory outside the heap only");
        }
    }

    @Override
    public synchronized void copyOnDevice(long to, long from, long bytes, Stream stream) {
        entered("copyOnDevice");
        work(stream, () -> memory.at(to, bytes).copyFrom(memory.at(from, bytes)));
    }

    @Override
    public synchronized void fill(long at, byte value, long bytes, Stream stream) {
        entered("fill");
        work(stream, () -> memory.at(at, bytes).fill(value));
    }

    @Override
    public synchronized Module load(String ptx) {
        entered("load");
        long handle = handle();
        modules.put(handle, launches.load(ptx));
        mostBytes = Math.max(mostBytes, takenBytes());
        return new Module(handle);
    }

    @Override
    public synchronized void unload(Module module) {
        finishAll();
        modules.remove(module.handle());
        entered("unload");
    }

    @Override
    public synchronized Kernel kernel(Module module, String name, int sharedBytes) {
        entered("kernel");
        Launches.Loaded loaded = modules.get(module.handle());
        if (loaded == null || !loaded.has(name)) {
            throw new CudaException("find kernel " + name, error(CudaError.NOT_FOUND, "CUDA_ERROR_NOT_FOUND"));
        }
        if (sharedBytes > SHARED_BYTES) {
            throw new IllegalArgumentException("kernel " + name + " wants " + sharedBytes + " bytes of shared memory");
        }
        long handle = handle();
        kernels.put(handle, new LoadedKernel(loaded, name));
        return new Kernel(handle, name);
    }

    @Override
    public synchronized void launch(Kernel kernel, Geometry geometry, Stream stream, MemorySegment arguments) {
        entered("launch");
        LoadedKernel loaded = kernels.get(kernel.handle());
        if (loaded == null) {
            throw new IllegalStateException("a kernel that does not exist");
        }
        MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, arguments.byteSize()), 16).asSlice(0, arguments.byteSize());
        copy.copyFrom(arguments);
        work(stream, () -> loaded.module.launch(loaded.name, geometry, copy, memory));
    }

    private void work(Stream stream, Runnable work) {
        guarded(() -> streams.work(stream.handle(), work));
    }

    private void finishAll() {
        if (broken == null) {
            guarded(streams::finishAll);
        }
    }

    /// A fault is heard of by who waits next, and from then on by everybody.
    private void guarded(Runnable what) {
        try {
            what.run();
        } catch (Launches.Fault fault) {
            CudaError error = new CudaError(CudaError.ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", String.valueOf(fault.getMessage()));
            broken = error;
            throw new CudaException("run what was asked for", error);
        }
    }

    @Override
    public synchronized void close() {
        finishAll();
        leftAtClose = left();
        memory.close();
        events.clear();
        modules.clear();
        kernels.clear();
        registered.clear();
        openStreams = 0;
    }
}
