package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What there is to open: the driver found and initialised, and its devices.
public final class Devices {
    private static final int MULTIPROCESSORS = 16;
    private static final int L2_BYTES = 38;
    private static final int COPY_ENGINES = 40;
    private static final int MAJOR = 75;
    private static final int MINOR = 76;
    private static final int SHARED_BYTES_PER_BLOCK = 97;
    private static final int TEXT_BYTES = 256;

    private final Library library;
    private final List<DeviceFacts> facts = new ArrayList<>();

    private Devices(Library library) throws NoDriver {
        this.library = library;
        int begun = Library.code(() -> (int) library.init.invokeExact(0));
        if (begun == CudaError.NO_DEVICE) {
            throw new NoDriver("no CUDA device: the driver is there and finds none");
        }
        if (begun != 0) {
            throw new NoDriver("the CUDA driver does not start: " + library.error(begun) + "; `nvidia-smi` may say why");
        }
        try {
            describe();
        } catch (CudaException e) {
            throw new NoDriver("the CUDA driver does not answer: " + e.getMessage());
        }
        if (facts.isEmpty()) {
            throw new NoDriver("no CUDA device: the driver is there and finds none");
        }
    }

    /// Looks for the driver of this machine.
    ///
    /// @throws NoDriver where there is none that answers, or no device
    public static Devices find() throws NoDriver {
        return find(Library.NAME);
    }

    static Devices find(String library) throws NoDriver {
        return new Devices(new Library(library));
    }

    /// By number.
    public List<DeviceFacts> facts() {
        return List.copyOf(facts);
    }

    /// Opens a device by its number.
    ///
    /// @throws CudaException where it is in use by somebody who keeps it for himself, or has gone
    public Driver open(int number) {
        return new CudaDriver(library, handle(number), facts.get(number));
    }

    private int handle(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            ask("find device " + number, () -> (int) library.deviceGet.invokeExact(out.address(), number));
            return out.get(JAVA_INT, 0);
        }
    }

    private void ask(String tried, Library.Call call) {
        library.check(Library.code(call), tried);
    }

    private void describe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            MemorySegment text = arena.allocate(TEXT_BYTES);
            ask("ask the driver's version", () -> (int) library.driverVersion.invokeExact(out.address()));
            int version = out.get(JAVA_INT, 0);
            ask("count devices", () -> (int) library.deviceCount.invokeExact(out.address()));
            int count = out.get(JAVA_INT, 0);
            for (int number = 0; number < count; number++) {
                int device = handle(number);
                ask("ask a device's name", () -> (int) library.deviceName.invokeExact(text.address(), TEXT_BYTES, device));
                String name = text.getString(0);
                ask("ask where a device is", () -> (int) library.deviceBusId.invokeExact(text.address(), TEXT_BYTES, device));
                String busId = text.getString(0);
                ask("ask a device's memory", () -> (int) library.deviceMemory.invokeExact(out.address(), device));
                long bytes = out.get(JAVA_LONG, 0);
                facts.add(new DeviceFacts(
                        name,
                        version,
                        attribute(out, device, MAJOR),
                        attribute(out, device, MINOR),
                        bytes,
                        attribute(out, device, MULTIPROCESSORS),
                        attribute(out, device, SHARED_BYTES_PER_BLOCK),
                        attribute(out, device, L2_BYTES),
                        attribute(out, device, COPY_ENGINES),
                        busId));
            }
        }
    }

    private int attribute(MemorySegment out, int device, int attribute) {
        ask("ask a device's facts", () -> (int) library.deviceAttribute.invokeExact(out.address(), attribute, device));
        return out.get(JAVA_INT, 0);
    }
}
