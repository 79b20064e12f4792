package nmos.policy.experts;

import nmos.policy.Digest;

/// Keeps what was computed most often, however far it had come, where what is long past counts for less (near to MoE-Infinity's
/// counts of activations, arXiv:2401.14361). Of those computed as often, what came or was computed last.
final class Lfu implements ExpertCache {
    /// Uses, per expert there is, after which all counts are halved.
    private static final int MEMORY = 64;
    /// Counts stand above the rank of the last use.
    private static final int COUNT_SHIFT = 44;

    private final Lru recency;
    private final long[] count;
    private final int experts;
    private long sinceHalved;
    private final Digest digest = new Digest();

    Lfu(int[] home, int experts) {
        recency = new Lru(home);
        count = new long[home.length];
        this.experts = experts;
    }

    @Override
    public void came(int shard) {
        recency.came(shard);
    }

    @Override
    public void used(int shard) {
        recency.used(shard);
        set(shard, count[shard] + 1);
        sinceHalved++;
        if (sinceHalved == (long) MEMORY * experts) {
            sinceHalved = 0;
            for (int each = 0; each < count.length; each++) {
                set(each, count[each] / 2);
            }
        }
    }

    private void set(int shard, long uses) {
        digest.change(shard, count[shard], uses);
        count[shard] = uses;
    }

    @Override
    public long worth(int shard) {
        return (Math.min(count[shard], (1L << (Long.SIZE - 1 - COUNT_SHIFT)) - 1) << COUNT_SHIFT) + recency.worth(shard);
    }

    @Override
    public boolean rests(int shard, int tier) {
        return false;
    }

    @Override
    public long digest() {
        return digest.value() + Digest.mix(1, recency.digest()) + Digest.mix(2, sinceHalved);
    }
}
