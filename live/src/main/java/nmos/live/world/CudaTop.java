package nmos.live.world;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.DeviceMemory;
import nmos.live.cuda.DevicePass;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.NoRoomException;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.draft.DraftModel;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;
import nmos.live.model.Forward;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import org.jspecify.annotations.Nullable;

/// A GPU as the top tier: its memory, real copies over its link, passes on it. What a plan computes in tiers below is left to the CPU, whose
/// memory there is pinned.
final class CudaTop implements LiveDevice {
    private final Gpu gpu;
    private final int top;
    private final DevicePass device;
    private final @Nullable Forward cpu;
    private final KvPage fresh;

    /// `tierOf`: by layer, where it is computed. `cpu`: computes the layers that are not computed at the top, if there are any. All of it belongs
    /// to this from now on, but for `gpu`.
    CudaTop(Gpu gpu, int top, DevicePass device, @Nullable Forward cpu, int... tierOf) {
        this.gpu = gpu;
        this.top = top;
        this.device = device;
        this.cpu = cpu;
        fresh = cpu == null ? device.fresh() : cpu.fresh().with(device.fresh(), layer -> tierOf[layer] == top);
    }

    @Override
    public Storage storage(int tier) {
        return tier == top ? gpu.memory() : gpu.pinned();
    }

    @Override
    public Storage kv(int tier) {
        return gpu.kv(tier == top);
    }

    /// To pin memory again takes longer than anybody waits.
    @Override
    public boolean givesBack() {
        return false;
    }

    @Override
    public PacedLink.Copy copy(int stream, int from, int to, long work, MemorySegment source, MemorySegment target) {
        return from != top && to != top
                ? (at, count) -> MemorySegment.copy(source, at, target, at, count)
                : gpu.copy(stream, to == top, work, source, target);
    }

    @Override
    public void drain() {
        gpu.drain();
    }

    @Override
    public Forward forward(int tier) {
        Forward below = cpu;
        if (tier != top && below == null) {
            throw new IllegalStateException("nothing computes in tier " + tier);
        }
        return tier == top || below == null ? device : below;
    }

    @Override
    public KvPage fresh() {
        return fresh;
    }

    @Override
    public DraftModel.Ground drafting() {
        return drafting(gpu);
    }

    static DraftModel.Ground drafting(Gpu gpu) {
        return new DraftModel.Ground() {
            @Override
            public Forward passes(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, int positions, int pages) {
                return DevicePass.resident("draft: ", gpu, config, weights, kv, new PassLimits(rows, rows, positions, pages, false));
            }

            @Override
            public Storage storage() {
                return gpu.memory();
            }
        };
    }

    @Override
    public DeviceMemory.Use use() {
        return gpu.memory().use();
    }

    @Override
    public void refuseTooSmall(long wantedBytes) {
        DeviceMemory memory = gpu.memory();
        if (wantedBytes > memory.budgetBytes() - memory.usedBytes()) {
            throw new NoRoomException("kernels, passes and drafts take " + memory.usedBytes() + " bytes of " + gpu.driver().facts().name()
                    + ", weights and KV " + wantedBytes + ", and the budget there is " + memory.budgetBytes() + "; give it "
                    + (memory.usedBytes() + wantedBytes) + " with --vram, or less to pin");
        }
    }

    @Override
    public void close() {
        device.close();
        if (cpu != null) {
            cpu.close();
        }
    }
}
