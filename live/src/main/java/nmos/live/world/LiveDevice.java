package nmos.live.world;

import java.lang.foreign.MemorySegment;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import nmos.live.draft.DraftModel;
import nmos.live.kv.KvPage;
import nmos.live.model.Forward;

/// What computes in the tiers of a live world, and what their memory is made of.
interface LiveDevice extends AutoCloseable {
    Storage storage(int tier);

    /// Whether memory of tiers that nobody uses goes back to the system now and then.
    boolean givesBack();

    /// How a link copies between neighbouring tiers. `stream`: one of [PacedLink]'s.
    PacedLink.Copy copy(int stream, int from, int to, MemorySegment source, MemorySegment target);

    Forward forward(int tier);

    /// What rows of a pass leave behind, each layer where it is computed.
    KvPage fresh();

    /// What a draft model computes on.
    DraftModel.Ground drafting();

    /// The most memory of the top tier that was in use at once, by its own books; 0 where there are none.
    long highWaterBytes();

    @Override
    void close();
}
