package nmos.live.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/// What there is to open: the driver found and initialised, and its devices.
public final class Devices {
    private static final int TEXT_BYTES = 256;

    private final Library library;
    private final List<DeviceFacts> facts = new ArrayList<>();

    private Devices(Library library) throws NoDriver {
        this.library = library;
        int begun = JCudaDriver.cuInit(0);
        if (begun == CudaError.NO_DEVICE) {
            throw new NoDriver("no CUDA device: the driver is there and finds none");
        }
        if (begun != 0) {
            throw new NoDriver("the CUDA driver does not start: " + Library.error(begun) + "; `nvidia-smi` may say why");
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

    private static CUdevice handle(int number) {
        CUdevice device = new CUdevice();
        Library.check(JCudaDriver.cuDeviceGet(device, number), "find device " + number);
        return device;
    }

    private void describe() {
        int[] out = new int[1];
        Library.check(JCudaDriver.cuDriverGetVersion(out), "ask the driver's version");
        int version = out[0];
        Library.check(JCudaDriver.cuDeviceGetCount(out), "count devices");
        int count = out[0];
        for (int number = 0; number < count; number++) {
            CUdevice device = handle(number);
            byte[] name = new byte[TEXT_BYTES];
            Library.check(JCudaDriver.cuDeviceGetName(name, TEXT_BYTES, device), "ask a device's name");
            String[] busId = new String[1];
            Library.check(JCudaDriver.cuDeviceGetPCIBusId(busId, TEXT_BYTES, device), "ask where a device is");
            long[] bytes = new long[1];
            Library.check(JCudaDriver.cuDeviceTotalMem(bytes, device), "ask a device's memory");
            facts.add(new DeviceFacts(
                    text(name),
                    version,
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                    bytes[0],
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
                    attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT),
                    busId[0]));
        }
    }

    /// Up to its zero.
    static String text(byte... c) {
        int length = 0;
        while (length < c.length && c[length] != 0) {
            length++;
        }
        return new String(c, 0, length, StandardCharsets.UTF_8);
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] out = new int[1];
        Library.check(JCudaDriver.cuDeviceGetAttribute(out, attribute, device), "ask a device's facts");
        return out[0];
    }
}
