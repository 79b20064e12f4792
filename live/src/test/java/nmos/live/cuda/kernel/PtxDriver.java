package nmos.live.cuda.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.live.cuda.driver.DeviceFacts;
import nmos.live.cuda.driver.Driver;
import nmos.live.ptx.DeviceMemory;
import nmos.live.ptx.Dim;
import nmos.live.ptx.Limits;
import nmos.live.ptx.PtxModule;

/// A device whose kernels run from the committed PTX, on this processor: what is put on a stream happens at once. Device memory is memory,
/// filled with what is no number.
final class PtxDriver implements Driver {
    private static final PtxModule MODULE = PtxModule.parse(Kernels.text());
    private final Map<Long, Arena> pieces = new HashMap<>();
    private final DeviceMemory memory = new DeviceMemory();
    private final Limits limits;

    PtxDriver(Limits limits) {
        this.limits = limits;
    }

    @Override
    public DeviceFacts facts() {
        return new DeviceFacts("PTX on the JVM", 13000, 7, 5, 1L << 32, 4, 48 << 10, 1 << 20, 2, "none");
    }

    @Override
    public Memory memory() {
        return new Memory(1L << 32, 1L << 32);
    }

    @Override
    public long allocate(long bytes) {
        Arena arena = Arena.ofShared();
        MemorySegment data = arena.allocate(bytes, 256).fill((byte) 0xff);
        pieces.put(data.address(), arena);
        memory.add(data);
        return data.address();
    }

    @Override
    public void free(long address) {
        Arena arena = pieces.remove(address);
        if (arena == null) {
            throw new IllegalStateException("memory is freed that was not allocated");
        }
        memory.remove(address);
        arena.close();
    }

    @Override
    public void register(MemorySegment host) {}

    @Override
    public void unregister(MemorySegment host) {}

    @Override
    public Stream stream() {
        return new Stream(1);
    }

    @Override
    public void destroy(Stream stream) {}

    @Override
    public Event event(boolean timed) {
        return new Event(1);
    }

    @Override
    public void destroy(Event event) {}

    @Override
    public void record(Event event, Stream stream) {}

    @Override
    public void await(Stream stream, Event event) {}

    @Override
    public boolean happened(Event event) {
        return true;
    }

    @Override
    public void synchronise(Event event) {}

    @Override
    public void synchronise(Stream stream) {}

    @Override
    public long nsBetween(Event from, Event to) {
        return 0;
    }

    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, Stream stream) {
        at(to, from.byteSize()).copyFrom(from);
    }

    @Override
    public void copyToHost(MemorySegment to, long from, Stream stream) {
        to.copyFrom(at(from, to.byteSize()));
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, Stream stream) {
        at(to, bytes).copyFrom(at(from, bytes));
    }

    @Override
    public void fill(long at, byte value, long bytes, Stream stream) {
        at(at, bytes).fill(value);
    }

    @Override
    public Module load(String ptx) {
        return new Module(1);
    }

    @Override
    public void unload(Module module) {}

    @Override
    public Kernel kernel(Module module, String name, int sharedBytes) {
        return new Kernel(1, name);
    }

    @Override
    public void launch(Kernel kernel, Geometry geometry, Stream stream, MemorySegment arguments) {
        MODULE.launch(
                kernel.name(),
                new Dim(geometry.gridX(), geometry.gridY(), geometry.gridZ()),
                new Dim(geometry.blockX(), geometry.blockY(), geometry.blockZ()),
                geometry.sharedBytes(),
                arguments,
                memory,
                limits);
    }

    @Override
    public void close() {
        List.copyOf(pieces.keySet()).forEach(this::free);
    }
}
