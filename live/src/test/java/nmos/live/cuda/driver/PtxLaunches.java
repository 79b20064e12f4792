package nmos.live.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nmos.live.ptx.Dim;
import nmos.live.ptx.Limits;
import nmos.live.ptx.PtxException;
import nmos.live.ptx.PtxModule;

/// Kernels by their PTX, run on this machine. A text is read once for all drivers.
public final class PtxLaunches implements Launches {
    private static final Map<String, PtxModule> MODULES = new ConcurrentHashMap<>();

    private final Limits limits;
    /// By the text that it is, not by what is in it: to compare all of it at each launch takes longer than many launches.
    private final Map<String, PtxModule> mine = new IdentityHashMap<>();

    public PtxLaunches(Limits limits) {
        this.limits = limits;
    }

    private PtxModule module(String ptx) {
        synchronized (mine) {
            return mine.computeIfAbsent(ptx, text -> MODULES.computeIfAbsent(text, PtxModule::parse));
        }
    }

    @Override
    public boolean has(String ptx, String kernel) {
        return module(ptx).kernels().contains(kernel);
    }

    @Override
    public void launch(String ptx, String kernel, Driver.Geometry g, MemorySegment arguments, DeviceMemory memory) {
        var allocated = new nmos.live.ptx.DeviceMemory();
        memory.pieces().forEach(allocated::add);
        try {
            module(ptx).launch(kernel, new Dim(g.gridX(), g.gridY(), g.gridZ()), new Dim(g.blockX(), g.blockY(), g.blockZ()), g.sharedBytes(),
                    arguments, allocated, limits);
        } catch (PtxException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }
}
