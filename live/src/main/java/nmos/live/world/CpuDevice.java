package nmos.live.world;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.DeviceMemory;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.draft.DraftModel;
import nmos.live.kv.KvPage;
import nmos.live.model.Forward;
import org.jspecify.annotations.Nullable;

/// The CPU in the place of whatever computes, and this computer's memory in that of every tier.
record CpuDevice(Forward forward, DraftModel.Ground drafting) implements LiveDevice {
    @Override
    public Storage storage(int tier) {
        return Storage.HOST;
    }

    @Override
    public Storage kv(int tier) {
        return Storage.HOST;
    }

    @Override
    public boolean givesBack() {
        return true;
    }

    @Override
    public PacedLink.Copy copy(int stream, int from, int to, long work, MemorySegment source, MemorySegment target) {
        return (at, count) -> MemorySegment.copy(source, at, target, at, count);
    }

    /// Copies are over when the call is.
    @Override
    public void drain() {}

    @Override
    public Forward forward(int tier) {
        return forward;
    }

    @Override
    public KvPage fresh() {
        return forward.fresh();
    }

    @Override
    public DeviceMemory.@Nullable Use use() {
        return null;
    }

    /// What passes and drafts take is not counted.
    @Override
    public void refuseTooSmall(long wantedBytes) {}

    @Override
    public void close() {
        forward.close();
    }
}
