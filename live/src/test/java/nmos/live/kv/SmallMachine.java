package nmos.live.kv;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.scenarios.shape.TensorType;

/// Four layers: layer 0 is computed in RAM, three in VRAM; a position takes 16 bytes a layer. Told once as pages know it and
/// once as policies and books do.
final class SmallMachine {
    static final int SESSIONS = 3;
    static final int LAYERS = 4;
    static final int[] TIER_OF = {1, 2, 2, 2};
    /// by tier: positions in a page
    static final int[] POSITIONS = {0, 12, 4};

    static final KvLayout LAYOUT = new KvLayout(LAYERS, 1, 2, TensorType.F32);
    static final int SHARD_BYTES = 100;
    static final long SPILL_FILE = 2_000;
    static final long SPILL_RAM = 500;
    private static final int PAGE_BYTES = 192;
    private static final int RESIDENT_TOKENS = 40;
    private static final RowCurve CURVE = new RowCurve(new int[] {1}, new long[] {1});

    private SmallMachine() {}

    /// What layers computed in a tier may take there.
    static long placeBytes(int tier) {
        long layers = tier == 1 ? 1 : LAYERS - 1;
        return layers * LAYOUT.layerBytes(RESIDENT_TOKENS);
    }

    static List<KvTier> tiers() {
        return List.of(
                new KvTier("SSD", 0, 0, SPILL_FILE),
                new KvTier("RAM", POSITIONS[1], placeBytes(1), SPILL_RAM),
                new KvTier("VRAM", POSITIONS[2], placeBytes(2), 0));
    }

    static Facts facts() {
        List<Facts.Shard> shards = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            shards.add(new Facts.Shard(
                    Facts.Kind.LAYER, layer, SHARD_BYTES, LAYOUT.layerBytes(1), List.of(CURVE, CURVE, CURVE)));
        }
        return new Facts(
                shards,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", 1_000_000, 0, true),
                        new Facts.Tier("VRAM", 1_000_000, 0, true)),
                List.of(new Facts.Hop(0, 1, 1), new Facts.Hop(0, 1, 1)),
                new Facts.Draft(true, 1, 1, 1),
                new Facts.Kv(
                        1_000,
                        SESSIONS,
                        0,
                        0,
                        new Facts.Paging(PAGE_BYTES, RESIDENT_TOKENS, List.of(SPILL_FILE, SPILL_RAM, 0L), 0)));
    }
}
