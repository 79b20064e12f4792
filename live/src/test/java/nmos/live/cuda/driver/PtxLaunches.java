package nmos.live.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nmos.live.ptx.Dim;
import nmos.live.ptx.Limits;
import nmos.live.ptx.PtxException;
import nmos.live.ptx.PtxModule;

/// Kernels by the PTX interpreter: the text that a user's driver will compile.
public final class PtxLaunches implements Launches {
    /// By their text, which is long: looked up once a load.
    private static final Map<String, PtxModule> MODULES = new ConcurrentHashMap<>();

    private final nmos.live.ptx.DeviceMemory memory = new nmos.live.ptx.DeviceMemory();
    private final Limits limits;

    public PtxLaunches(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void allocated(long address, MemorySegment data) {
        memory.add(address, data);
    }

    @Override
    public void freed(long address) {
        memory.remove(address);
    }

    @Override
    public Loaded load(String ptx) {
        PtxModule module = MODULES.computeIfAbsent(ptx, PtxModule::parse);
        return new Loaded() {
            @Override
            public boolean has(String kernel) {
                return module.kernels().contains(kernel);
            }

            @Override
            public void launch(String kernel, Driver.Geometry geometry, MemorySegment arguments, DeviceMemory device) {
                try {
                    module.launch(
                            kernel,
                            new Dim(geometry.gridX(), geometry.gridY(), geometry.gridZ()),
                            new Dim(geometry.blockX(), geometry.blockY(), geometry.blockZ()),
                            geometry.sharedBytes(),
                            arguments,
                            memory,
                            limits);
                } catch (PtxException fault) {
                    throw new Fault(String.valueOf(fault.getMessage()));
                }
            }
        };
    }
}
