package nmos.live.world;

import java.lang.foreign.MemorySegment;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.draft.DraftModel;
import nmos.live.kv.KvPage;
import nmos.live.model.Forward;

/// The CPU in the place of whatever computes, and this computer's memory in that of every tier.
record CpuDevice(Forward forward, DraftModel.Ground drafting) implements LiveDevice {
    @Override
    public Storage storage(int tier) {
        return Storage.HOST;
    }

    @Override
    public boolean givesBack() {
        return true;
    }

    @Override
    public PacedLink.Copy copy(int stream, int from, int to, MemorySegment source, MemorySegment target) {
        return (at, count) -> MemorySegment.copy(source, at, target, at, count);
    }

    @Override
    public Forward forward(int tier) {
        return forward;
    }

    @Override
    public KvPage fresh() {
        return forward.fresh();
    }

    @Override
    public long highWaterBytes() {
        return 0;
    }

    @Override
    public void close() {
        forward.close();
    }
}
