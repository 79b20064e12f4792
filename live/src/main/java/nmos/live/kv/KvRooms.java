package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which layer is computed where, and the memory and file space its pages have there and in the tiers below. Pages of each
/// tier keep to ground of their own in every tier they can be in.
final class KvRooms implements AutoCloseable {
    private final KvLayout layout;
    private final List<KvTier> tiers;
    private final int[] tierOf;
    /// by layer: its place among those computed in the same tier
    private final int[] indexOf;
    /// by tier: the layers computed there
    private final int[][] layersOf;
    /// (tier, tier that computes): made when first needed
    private final List<KvGround> grounds = new ArrayList<>();
    private final int[] groundOf;
    private final KvBytes bytes;
    private final KvGround.SpillFile file = new KvGround.SpillFile();

    KvRooms(KvLayout layout, int[] tierOf, List<KvTier> tiers) {
        this.layout = layout;
        this.tiers = List.copyOf(tiers);
        this.tierOf = tierOf.clone();
        indexOf = new int[tierOf.length];
        layersOf = new int[tiers.size()][0];
        if (tierOf.length != layout.layers()) {
            throw new IllegalArgumentException("places of " + tierOf.length + " layers, of " + layout.layers());
        }
        for (int layer = 0; layer < tierOf.length; layer++) {
            int tier = tierOf[layer];
            if (tier < 1 || tier >= tiers.size() || tiers.get(tier).positionsPerPage() < 1) {
                throw new IllegalArgumentException("layer " + layer + " is computed in tier " + tier + ", which keeps no pages");
            }
            indexOf[layer] = layersOf[tier].length;
            layersOf[tier] = Arrays.copyOf(layersOf[tier], indexOf[layer] + 1);
            layersOf[tier][indexOf[layer]] = layer;
        }
        groundOf = new int[tiers.size() * tiers.size()];
        Arrays.fill(groundOf, -1);
        bytes = new KvBytes(this.tiers);
    }

    KvLayout layout() {
        return layout;
    }

    int tiers() {
        return tiers.size();
    }

    KvTier tier(int tier) {
        return tiers.get(tier);
    }

    int tierOf(int layer) {
        return tierOf[layer];
    }

    int[] layersOf(int tier) {
        return layersOf[tier];
    }

    KvBytes bytes() {
        return bytes;
    }

    long fileBytes() {
        return file.endBytes();
    }

    long allocatedBytes(int tier) {
        long sum = 0;
        for (int computed = 1; computed < tiers.size(); computed++) {
            int ground = groundOf[tier * tiers.size() + computed];
            sum += ground < 0 ? 0 : grounds.get(ground).allocatedBytes();
        }
        return sum;
    }

    /// The ground of pages of layers computed in one tier, in another or in that tier itself.
    KvGround ground(int tier, int computed) {
        int at = tier * tiers.size() + computed;
        if (groundOf[at] < 0) {
            KvTier place = tiers.get(tier);
            groundOf[at] = grounds.size();
            grounds.add(new KvGround(
                    tier == 0 ? new KvGround.Soil.File(file) : new KvGround.Soil.Memory(place.storage()),
                    layersOf[computed].length,
                    layout.layerBytes(tiers.get(computed).positionsPerPage()),
                    tier == computed ? place.placeBytes() : place.spillBytes()));
        }
        return grounds.get(groundOf[at]);
    }

    void need(PagedPage page, int tier, int layers) {
        bytes.need(tier, tier == page.tier, layers * page.bytes);
    }

    /// A slot for a layer in a tier.
    int take(PagedPage page, int layer, int tier) {
        int slot = page.take(ground(tier, page.tier), tier, indexOf[layer]);
        bytes.add(tier, tier == page.tier, page.bytes);
        return slot;
    }

    void giveBack(PagedPage page, int tier, int slot) {
        page.giveBack(ground(tier, page.tier), tier, slot);
        bytes.add(tier, tier == page.tier, -page.bytes);
    }

    /// Shows a layer to attention where it is computed, and only there.
    void show(PagedPage page, int layer) {
        boolean here = page.rests(layer, page.tier);
        page.rows.layer(layer, here ? ground(page.tier, page.tier).memory(page.slot[layer], page.bytes) : MemorySegment.NULL);
    }

    @Override
    public void close() {
        grounds.forEach(KvGround::free);
    }
}
