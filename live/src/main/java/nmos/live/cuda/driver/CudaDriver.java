package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/// A real device. Its primary context is kept for as long as this is open, and made current in each thread that comes by.
final class CudaDriver implements Driver {
    private static final int LAUNCH_END = 0;
    private static final int LAUNCH_BUFFER = 1;
    private static final int LAUNCH_BYTES = 2;
    private static final double NS_PER_MS = 1e6;

    private final Library library;
    private final CUdevice device;
    private final DeviceFacts facts;
    private final Handles.OfContext context = new Handles.OfContext();
    /// Whose context a thread has: there may be several devices.
    private static final ThreadLocal<Handles.OfContext> ENTERED = new ThreadLocal<>();
    /// What launches of a thread point to.
    private static final ThreadLocal<MemorySegment> SCRATCH =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(6 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize()));

    private final Map<Long, Handles.OfMemory> allocations = new ConcurrentHashMap<>();
    private final Set<Long> registrations = ConcurrentHashMap.newKeySet();
    private final Map<Long, Handles.OfStream> streams = new ConcurrentHashMap<>();
    private final Map<Long, Handles.OfEvent> events = new ConcurrentHashMap<>();
    private final Map<Long, Handles.OfModule> modules = new ConcurrentHashMap<>();

    CudaDriver(Library library, CUdevice device, DeviceFacts facts) {
        this.library = library;
        this.device = device;
        this.facts = facts;
        // refused where somebody else in this process has begun to use the device: then waits are as he wants them
        int _ = JCudaDriver.cuDevicePrimaryCtxSetFlags(device, CUctx_flags.CU_CTX_BLOCKING_SYNC);
        Library.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "open " + facts.name());
    }

    private static void hot(String tried, Library.Call call) {
        Library.check(Library.code(call), tried);
    }

    /// Handles of contexts compare by what they name: that of one that was left is perhaps that of the next.
    @SuppressWarnings("ReferenceEquality")
    private void entered() {
        if (ENTERED.get() != context) {
            Library.check(JCudaDriver.cuCtxSetCurrent(context), "use " + facts.name());
            ENTERED.set(context);
        }
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public Memory memory() {
        entered();
        long[] free = new long[1];
        long[] total = new long[1];
        Library.check(JCudaDriver.cuMemGetInfo(free, total), "ask what memory is free");
        return new Memory(free[0], total[0]);
    }

    @Override
    public long allocate(long bytes) {
        entered();
        Handles.OfMemory made = new Handles.OfMemory();
        Library.check(JCudaDriver.cuMemAlloc(made, bytes), "allocate " + bytes + " bytes on " + facts.name());
        allocations.put(made.value(), made);
        return made.value();
    }

    @Override
    public void free(long address) {
        entered();
        Handles.OfMemory made = allocations.remove(address);
        if (made == null) {
            throw new IllegalStateException("memory is freed that was not allocated: " + Long.toHexString(address));
        }
        Library.check(JCudaDriver.cuMemFree(made), "free device memory");
    }

    @Override
    public void register(MemorySegment host) {
        needNative(host);
        entered();
        int code = JCudaDriver.cuMemHostRegister(new Handles.Host(host.address()), host.byteSize(), 0);
        boolean refused = code == CudaError.OUT_OF_MEMORY || code == CudaError.INVALID_VALUE;
        Library.check(code, "pin " + host.byteSize() + " bytes of memory" + (refused ? "; `ulimit -l` may be too low" : ""));
        registrations.add(host.address());
    }

    @Override
    public void unregister(MemorySegment host) {
        entered();
        registrations.remove(host.address());
        Library.check(JCudaDriver.cuMemHostUnregister(new Handles.Host(host.address())), "let go of pinned memory");
    }

    @Override
    public Stream stream() {
        entered();
        Handles.OfStream made = new Handles.OfStream();
        Library.check(JCudaDriver.cuStreamCreate(made, CUstream_flags.CU_STREAM_NON_BLOCKING), "make a stream");
        streams.put(made.value(), made);
        return new Stream(made.value());
    }

    @Override
    public void destroy(Stream stream) {
        entered();
        Handles.OfStream made = streams.remove(stream.handle());
        Library.check(JCudaDriver.cuStreamDestroy(Handles.ours(made, "stream")), "end a stream");
    }

    @Override
    public Event event(boolean timed) {
        entered();
        Handles.OfEvent made = new Handles.OfEvent();
        int flags = CUevent_flags.CU_EVENT_BLOCKING_SYNC | (timed ? 0 : CUevent_flags.CU_EVENT_DISABLE_TIMING);
        Library.check(JCudaDriver.cuEventCreate(made, flags), "make an event");
        events.put(made.value(), made);
        return new Event(made.value());
    }

    @Override
    public void destroy(Event event) {
        entered();
        Handles.OfEvent made = events.remove(event.handle());
        Library.check(JCudaDriver.cuEventDestroy(Handles.ours(made, "event")), "end an event");
    }

    @Override
    public void record(Event event, Stream stream) {
        entered();
        hot("record an event", () -> (int) library.eventRecord.invokeExact(event.handle(), stream.handle()));
    }

    @Override
    public void await(Stream stream, Event event) {
        entered();
        hot("let a stream wait", () -> (int) library.streamWait.invokeExact(stream.handle(), event.handle(), 0));
    }

    @Override
    public boolean happened(Event event) {
        entered();
        int code = Library.code(() -> (int) library.eventQuery.invokeExact(event.handle()));
        if (code == CudaError.NOT_READY) {
            return false;
        }
        Library.check(code, "ask whether work is done");
        return true;
    }

    @Override
    public void synchronise(Event event) {
        entered();
        hot("wait for work to be done", () -> (int) library.eventSynchronise.invokeExact(event.handle()));
    }

    @Override
    public void synchronise(Stream stream) {
        entered();
        hot("wait for a stream", () -> (int) library.streamSynchronise.invokeExact(stream.handle()));
    }

    @Override
    public long nsBetween(Event from, Event to) {
        entered();
        float[] ms = new float[1];
        CUevent began = Handles.ours(events.get(from.handle()), "event");
        CUevent ended = Handles.ours(events.get(to.handle()), "event");
        Library.check(JCudaDriver.cuEventElapsedTime(ms, began, ended), "ask how long work took");
        return Math.round(ms[0] * NS_PER_MS);
    }

    private static void needNative(MemorySegment host) {
        if (!host.isNative()) {
            throw new IllegalArgumentException("the driver copies memory outside the heap only");
        }
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, Stream stream) {
        needNative(from);
        entered();
        hot("copy to the device", () ->
                (int) library.toDevice.invokeExact(to, from.address(), from.byteSize(), stream.handle()));
    }

    @Override
    public void copyToHost(MemorySegment to, long from, Stream stream) {
        needNative(to);
        entered();
        hot("copy from the device", () -> (int) library.toHost.invokeExact(to.address(), from, to.byteSize(), stream.handle()));
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, Stream stream) {
        entered();
        hot("copy on the device", () -> (int) library.onDevice.invokeExact(to, from, bytes, stream.handle()));
    }

    @Override
    public void fill(long at, byte value, long bytes, Stream stream) {
        entered();
        hot("fill device memory", () -> (int) library.fill.invokeExact(at, value, bytes, stream.handle()));
    }

    @Override
    public Module load(String ptx) {
        entered();
        Handles.OfModule made = new PtxLoading(facts).load(ptx);
        modules.put(made.value(), made);
        return new Module(made.value());
    }

    @Override
    public void unload(Module module) {
        entered();
        Handles.OfModule made = modules.remove(module.handle());
        Library.check(JCudaDriver.cuModuleUnload(Handles.ours(made, "module")), "unload kernels");
    }

    @Override
    public Kernel kernel(Module module, String name, int sharedBytes) {
        entered();
        Handles.OfModule of = Handles.ours(modules.get(module.handle()), "module");
        return new Kernel(new PtxLoading(facts).find(of, name, sharedBytes).value(), name);
    }

    /// The call that is made most: it does without what the others make for an error's text.
    @Override
    public void launch(Kernel kernel, Geometry geometry, Stream stream, MemorySegment arguments) {
        entered();
        MemorySegment extra = SCRATCH.get();
        extra.setAtIndex(JAVA_LONG, 0, LAUNCH_BUFFER);
        extra.setAtIndex(JAVA_LONG, 1, arguments.address());
        extra.setAtIndex(JAVA_LONG, 2, LAUNCH_BYTES);
        extra.setAtIndex(JAVA_LONG, 3, extra.address() + 5 * JAVA_LONG.byteSize());
        extra.setAtIndex(JAVA_LONG, 4, LAUNCH_END);
        extra.setAtIndex(JAVA_LONG, 5, arguments.byteSize());
        int code;
        try {
            code = (int) library.launch.invokeExact(
                    kernel.handle(),
                    geometry.gridX(),
                    geometry.gridY(),
                    geometry.gridZ(),
                    geometry.blockX(),
                    geometry.blockY(),
                    geometry.blockZ(),
                    geometry.sharedBytes(),
                    stream.handle(),
                    0L,
                    extra.address());
        } catch (Throwable e) {
            throw Library.rethrown(e);
        }
        if (code != 0) {
            Library.check(code, "launch " + kernel.name());
        }
    }

    /// Nothing of this may stop the rest: after a fault of the device every call answers with it, and only letting go of the context helps.
    @Override
    public void close() {
        try {
            entered();
        } catch (CudaException gone) {
            // there is nothing to free of a device that has gone
        }
        int _ = JCudaDriver.cuCtxSynchronize();
        each(events, JCudaDriver::cuEventDestroy);
        each(streams, JCudaDriver::cuStreamDestroy);
        each(modules, JCudaDriver::cuModuleUnload);
        each(allocations, JCudaDriver::cuMemFree);
        registrations.forEach(address -> JCudaDriver.cuMemHostUnregister(new Handles.Host(address)));
        registrations.clear();
        int _ = JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }

    private static <T> void each(Map<Long, T> made, Consumer<T> end) {
        made.values().forEach(end);
        made.clear();
    }
}
