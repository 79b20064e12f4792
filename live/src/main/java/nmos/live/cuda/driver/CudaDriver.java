package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// A real device. Its primary context is kept for as long as this is open, and made current in each thread that comes by.
final class CudaDriver implements Driver {
    private static final int WAIT_ASLEEP = 4;
    private static final int STREAM_NON_BLOCKING = 1;
    private static final int EVENT_WAIT_ASLEEP = 1;
    private static final int EVENT_UNTIMED = 2;
    private static final int MAX_DYNAMIC_SHARED_BYTES = 8;
    private static final int STATIC_SHARED_BYTES = 1;
    /// What a block may ask for at launch without having said so before, its static share included.
    private static final int USUAL_SHARED_BYTES = 48 << 10;
    private static final int LAUNCH_END = 0;
    private static final int LAUNCH_BUFFER = 1;
    private static final int LAUNCH_BYTES = 2;
    private static final double NS_PER_MS = 1e6;

    private final Library library;
    private final int device;
    private final DeviceFacts facts;
    private final long context;
    /// Where calls of a thread put what they answer; to have one is to have the context, too.
    private final ThreadLocal<MemorySegment> scratch;

    private final Set<Long> allocations = ConcurrentHashMap.newKeySet();
    private final Set<Long> registrations = ConcurrentHashMap.newKeySet();
    private final Set<Long> streams = ConcurrentHashMap.newKeySet();
    private final Set<Long> events = ConcurrentHashMap.newKeySet();
    private final Set<Long> modules = ConcurrentHashMap.newKeySet();

    CudaDriver(Library library, int device, DeviceFacts facts) {
        this.library = library;
        this.device = device;
        this.facts = facts;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            // refused where somebody else in this process has begun to use the device: then waits are as he wants them
            int _ = Library.code(() -> (int) library.contextFlags.invokeExact(device, WAIT_ASLEEP));
            check("open " + facts.name(), () -> (int) library.contextRetain.invokeExact(out.address(), device));
            context = out.get(JAVA_LONG, 0);
        }
        scratch = ThreadLocal.withInitial(() -> {
            check("use " + facts.name(), () -> (int) library.contextCurrent.invokeExact(context));
            return Arena.ofAuto().allocate(8 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
        });
    }

    private void check(String tried, Library.Call call) {
        library.check(Library.code(call), tried);
    }

    private interface Making {
        int make(long out) throws Throwable;
    }

    /// What a call puts into its out parameter.
    private long made(String tried, Making making) {
        MemorySegment out = scratch.get();
        check(tried, () -> making.make(out.address()));
        return out.get(JAVA_LONG, 0);
    }

    private void entered() {
        scratch.get();
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public Memory memory() {
        MemorySegment out = scratch.get();
        check("ask what memory is free", () -> (int) library.memoryInfo.invokeExact(out.address(), out.address() + JAVA_LONG.byteSize()));
        return new Memory(out.getAtIndex(JAVA_LONG, 0), out.getAtIndex(JAVA_LONG, 1));
    }

    @Override
    public long allocate(long bytes) {
        long address = made("allocate " + bytes + " bytes on " + facts.name(), out -> (int) library.allocate.invokeExact(out, bytes));
        allocations.add(address);
        return address;
    }

    @Override
    public void free(long address) {
        entered();
        if (!allocations.remove(address)) {
            throw new IllegalStateException("memory is freed that was not allocated: " + Long.toHexString(address));
        }
        check("free device memory", () -> (int) library.free.invokeExact(address));
    }

    @Override
    public void register(MemorySegment host) {
        entered();
        check("pin " + host.byteSize() + " bytes of memory; `ulimit -l` may be too low", () ->
                (int) library.register.invokeExact(host.address(), host.byteSize(), 0));
        registrations.add(host.address());
    }

    @Override
    public void unregister(MemorySegment host) {
        entered();
        registrations.remove(host.address());
        check("let go of pinned memory", () -> (int) library.unregister.invokeExact(host.address()));
    }

    @Override
    public Stream stream() {
        long handle = made("make a stream", out -> (int) library.streamCreate.invokeExact(out, STREAM_NON_BLOCKING));
        streams.add(handle);
        return new Stream(handle);
    }

    @Override
    public void destroy(Stream stream) {
        entered();
        streams.remove(stream.handle());
        check("end a stream", () -> (int) library.streamDestroy.invokeExact(stream.handle()));
    }

    @Override
    public Event event(boolean timed) {
        int flags = EVENT_WAIT_ASLEEP | (timed ? 0 : EVENT_UNTIMED);
        long handle = made("make an event", out -> (int) library.eventCreate.invokeExact(out, flags));
        events.add(handle);
        return new Event(handle);
    }

    @Override
    public void destroy(Event event) {
        entered();
        events.remove(event.handle());
        check("end an event", () -> (int) library.eventDestroy.invokeExact(event.handle()));
    }

    @Override
    public void record(Event event, Stream stream) {
        entered();
        check("record an event", () -> (int) library.eventRecord.invokeExact(event.handle(), stream.handle()));
    }

    @Override
    public void await(Stream stream, Event event) {
        entered();
        check("let a stream wait", () -> (int) library.streamWait.invokeExact(stream.handle(), event.handle(), 0));
    }

    @Override
    public boolean happened(Event event) {
        entered();
        int code = Library.code(() -> (int) library.eventQuery.invokeExact(event.handle()));
        if (code == CudaError.NOT_READY) {
            return false;
        }
        library.check(code, "ask whether work is done");
        return true;
    }

    @Override
    public void synchronise(Event event) {
        entered();
        check("wait for work to be done", () -> (int) library.eventSynchronise.invokeExact(event.handle()));
    }

    @Override
    public void synchronise(Stream stream) {
        entered();
        check("wait for a stream", () -> (int) library.streamSynchronise.invokeExact(stream.handle()));
    }

    @Override
    public long nsBetween(Event from, Event to) {
        MemorySegment out = scratch.get();
        check("ask how long work took", () -> (int) library.eventElapsed.invokeExact(out.address(), from.handle(), to.handle()));
        return Math.round(out.get(JAVA_FLOAT, 0) * NS_PER_MS);
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
        check("copy to the device", () ->
                (int) library.toDevice.invokeExact(to, from.address(), from.byteSize(), stream.handle()));
    }

    @Override
    public void copyToHost(MemorySegment to, long from, Stream stream) {
        needNative(to);
        entered();
        check("copy from the device", () -> (int) library.toHost.invokeExact(to.address(), from, to.byteSize(), stream.handle()));
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, Stream stream) {
        entered();
        check("copy on the device", () -> (int) library.onDevice.invokeExact(to, from, bytes, stream.handle()));
    }

    @Override
    public void fill(long at, byte value, long bytes, Stream stream) {
        entered();
        check("fill device memory", () -> (int) library.fill.invokeExact(at, value, bytes, stream.handle()));
    }

    @Override
    public Module load(String ptx) {
        entered();
        long handle = new PtxLoading(library, facts).load(ptx);
        modules.add(handle);
        return new Module(handle);
    }

    @Override
    public void unload(Module module) {
        entered();
        modules.remove(module.handle());
        check("unload kernels", () -> (int) library.moduleUnload.invokeExact(module.handle()));
    }

    @Override
    public Kernel kernel(Module module, String name, int sharedBytes) {
        long handle;
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            handle = made("find kernel " + name, out -> (int) library.moduleFunction.invokeExact(out, module.handle(), text));
        }
        MemorySegment out = scratch.get();
        check("ask about kernel " + name, () ->
                (int) library.functionGetAttribute.invokeExact(out.address(), STATIC_SHARED_BYTES, handle));
        int all = Math.addExact(out.get(JAVA_INT, 0), sharedBytes);
        if (all > facts.sharedBytesPerBlock()) {
            throw new IllegalArgumentException("kernel " + name + " wants " + all + " bytes of shared memory, " + facts.name()
                    + " has " + facts.sharedBytesPerBlock());
        }
        if (all > USUAL_SHARED_BYTES) {
            check("give kernel " + name + " " + sharedBytes + " bytes of shared memory", () ->
                    (int) library.functionAttribute.invokeExact(handle, MAX_DYNAMIC_SHARED_BYTES, sharedBytes));
        }
        return new Kernel(handle, name);
    }

    /// The call that is made most: nothing is allocated for it.
    @Override
    public void launch(Kernel kernel, Geometry geometry, Stream stream, MemorySegment arguments) {
        MemorySegment extra = scratch.get();
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
            library.check(code, "launch " + kernel.name());
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
        int _ = Library.code(() -> (int) library.contextSynchronise.invokeExact());
        each(events, handle -> Library.code(() -> (int) library.eventDestroy.invokeExact(handle)));
        each(streams, handle -> Library.code(() -> (int) library.streamDestroy.invokeExact(handle)));
        each(modules, handle -> Library.code(() -> (int) library.moduleUnload.invokeExact(handle)));
        each(allocations, handle -> Library.code(() -> (int) library.free.invokeExact(handle)));
        each(registrations, handle -> Library.code(() -> (int) library.unregister.invokeExact(handle)));
        int _ = Library.code(() -> (int) library.contextRelease.invokeExact(device));
    }

    private static void each(Set<Long> handles, LongConsumer end) {
        handles.forEach(end::accept);
        handles.clear();
    }
}
