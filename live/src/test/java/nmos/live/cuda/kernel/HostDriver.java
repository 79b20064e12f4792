package nmos.live.cuda.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.live.cuda.driver.CudaError;
import nmos.live.cuda.driver.CudaException;
import nmos.live.cuda.driver.DeviceFacts;
import nmos.live.cuda.driver.Driver;

/// The kernels' own text, compiled for this processor by g++: device memory is memory, everything happens at once.
final class HostDriver implements Driver {
    private static final MethodHandle LAUNCH = compile();
    private final Map<Long, Arena> pieces = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    private static MethodHandle compile() {
        try {
            Path sources = Path.of("src").toAbsolutePath();
            Path folder = Files.createTempDirectory("kernels");
            StringBuilder text = new StringBuilder("#include \"" + sources + "/test/resources/nmos/live/cuda/kernel/host.h\"\n"
                    + "#include \"" + sources + "/main/cuda/kernels.cu\"\nstatic const host::Entry entries[] = {\n");
            Matcher entries = Pattern.compile("\\.entry (\\w+)").matcher(Kernels.text());
            while (entries.find()) {
                text.append("{\"").append(entries.group(1)).append("\", host::call<&").append(entries.group(1)).append(">},\n");
            }
            text.append("};\n#include \"").append(sources).append("/test/resources/nmos/live/cuda/kernel/host_launch.h\"\n");
            Path source = Files.writeString(folder.resolve("all.cpp"), text);
            Path library = folder.resolve("all.so");
            Process made = new ProcessBuilder(
                            "g++", "-std=c++20", "-O1", "-march=native", "-ffp-contract=off", "-fno-strict-aliasing", "-w", "-shared", "-fPIC",
                            "-o", library.toString(), source.toString())
                    .inheritIO()
                    .start();
            if (made.waitFor() != 0) {
                throw new IllegalStateException("g++ failed");
            }
            var p = ValueLayout.ADDRESS;
            var i = ValueLayout.JAVA_INT;
            return Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup(library, Arena.global()).find("host_launch").orElseThrow(),
                            FunctionDescriptor.of(p, p, i, i, i, i, i, p));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DeviceFacts facts() {
        return new DeviceFacts("host", 13000, 7, 5, 1L << 32, 4, 48 << 10, 1 << 20, 2, "none");
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
        return data.address();
    }

    @Override
    public void free(long address) {
        pieces.remove(address).close();
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
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fault = (MemorySegment) LAUNCH.invokeExact(
                    arena.allocateFrom(kernel.name()),
                    geometry.gridX(),
                    geometry.gridY(),
                    geometry.gridZ(),
                    geometry.blockX(),
                    geometry.sharedBytes(),
                    arguments);
            String text = fault.reinterpret(256).getString(0);
            if (!text.isEmpty()) {
                throw new CudaException("launch " + kernel.name(), new CudaError(CudaError.LAUNCH_FAILED, "host", text));
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pieces.values().forEach(Arena::close);
        pieces.clear();
    }
}
