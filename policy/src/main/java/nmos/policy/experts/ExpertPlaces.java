package nmos.policy.experts;

import nmos.policy.Facts;

/// Where an expert is computed that lies in some tier when its layer's router has chosen it.
public enum ExpertPlaces {
    /// Where its layer is, however far it has to come.
    WITH_LAYER("with-layer") {
        @Override
        public int tier(Facts facts, int shard, int from, int layer, int rows) {
            return layer;
        }
    },
    /// In the lowest tier that computes and that it does not have to climb further for.
    IN_PLACE("in-place") {
        @Override
        public int tier(Facts facts, int shard, int from, int layer, int rows) {
            int tier = Math.max(1, from);
            while (tier < layer && !facts.tiers().get(tier).computes()) {
                tier++;
            }
            return tier;
        }
    },
    /// Where it is done first, its journey counted, and elsewhere than with its layer that of its rows there and back: one row is soon
    /// computed by a CPU, many rows are not (Fiddler, arXiv:2402.07033). As if it were the only one: that it waits for others on the
    /// link or the device, or that their rows go along with its own, is not counted.
    FASTEST("fastest") {
        @Override
        public int tier(Facts facts, int shard, int from, int layer, int rows) {
            int best = layer;
            long least = Long.MAX_VALUE;
            long journeyNs = 0;
            for (int tier = from; tier <= layer; tier++) {
                if (tier > from) {
                    journeyNs += facts.hops().get(tier - 1).ns(facts.shards().get(shard).bytes());
                }
                if (tier > 0 && facts.tiers().get(tier).computes()) {
                    long rowsNs = facts.switchNs(rows, layer, tier) + facts.switchNs(rows, tier, layer);
                    long ns = journeyNs + rowsNs + facts.computeNs(shard, tier, rows);
                    if (ns <= least) {
                        least = ns;
                        best = tier;
                    }
                }
            }
            return best;
        }
    };

    public final String label;

    ExpertPlaces(String label) {
        this.label = label;
    }

    /// The tier that computes expert `shard` for `rows` rows. It lies in tier `from`, and its layer is computed in tier `layer`,
    /// which is not below that.
    public abstract int tier(Facts facts, int shard, int from, int layer, int rows);
}
