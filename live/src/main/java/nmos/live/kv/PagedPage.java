package nmos.live.kv;

import java.util.Arrays;
import nmos.live.device.Storage;

/// Where each layer of a page is, and who holds the page.
final class PagedPage {
    /// A layer without memory yet.
    static final int VOID = -1;

    static final int STILL = -1;

    final int id;
    /// Computes its layers.
    final int tier;

    final KvPage rows;
    /// Of one layer.
    final long bytes;
    /// by layer: the tier it is in, the one it is on its way to, and its slot where it is
    final int[] at;
    final int[] going;
    final int[] slot;
    /// by tier: layers there, coming or leaving, and the frame of the first of them
    private final int[] parts;
    private final int[] frame;

    int holders = 1;
    int moving;
    /// The pass that reads it.
    long pass;

    PagedPage(int id, int tier, int tiers, KvLayout layout, int from, int to, Storage storage) {
        this.id = id;
        this.tier = tier;
        rows = new KvPage(layout, id, from, to - from, storage);
        bytes = layout.layerBytes(to - from);
        at = new int[layout.layers()];
        going = new int[layout.layers()];
        slot = new int[layout.layers()];
        parts = new int[tiers];
        frame = new int[tiers];
        Arrays.fill(at, VOID);
        Arrays.fill(going, STILL);
        Arrays.fill(frame, KvSlots.NONE);
    }

    int from() {
        return rows.from();
    }

    int to() {
        return rows.to();
    }

    /// The layer is in a tier and does not move.
    boolean rests(int layer, int in) {
        return at[layer] == in && going[layer] == STILL;
    }

    int take(KvGround ground, int in, int index) {
        int taken = ground.slots().take(frame[in], index);
        if (parts[in]++ == 0) {
            frame[in] = ground.slots().frameOf(taken);
        }
        return taken;
    }

    void giveBack(KvGround ground, int in, int taken) {
        ground.slots().giveBack(taken);
        if (--parts[in] == 0) {
            frame[in] = KvSlots.NONE;
        }
    }
}
