package nmos.live.world;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.DeviceMemory;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.draft.DraftModel;
import nmos.live.kv.KvPage;
import nmos.live.model.Forward;
import org.jspecify.annotations.Nullable;

/// What computes in the tiers of a live world, and what their memory is made of.
interface LiveDevice extends AutoCloseable {
    Storage storage(int tier);

    /// For keys and values of layers computed in a tier, and for pages of them that rest there.
    Storage kv(int tier);

    /// Whether memory of tiers that nobody uses goes back to the system now and then.
    boolean givesBack();

    /// How a link copies between neighbouring tiers. `stream`: one of [PacedLink]'s; `work`: what of the policy's the copy is part of.
    PacedLink.Copy copy(int stream, int from, int to, long work, MemorySegment source, MemorySegment target);

    /// Waits until nothing that links copied is under way; once they are closed.
    void drain();

    Forward forward(int tier);

    /// What rows of a pass leave behind, each layer where it is computed.
    KvPage fresh();

    /// What a draft model computes on.
    DraftModel.Ground drafting();

    /// What came of the budget of a device with memory of its own.
    DeviceMemory.@Nullable Use use();

    /// Refuses, in a line, where the top tier does not hold what is wanted of it beside what is there now.
    ///
    /// @throws nmos.live.cuda.NoRoomException that says how much would do
    void refuseTooSmall(long wantedBytes);

    @Override
    void close();
}
