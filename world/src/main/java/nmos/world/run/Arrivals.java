package nmos.world.run;

import java.util.Arrays;
import java.util.List;
import nmos.policy.Facts;

/// When shards landed where, and so which of them were late, and on which hop a pass waited for them.
final class Arrivals {
    private final Facts facts;
    private final int tiers;
    /// (shard, tier)
    private final long[] landedNs;
    /// by shard: it came somewhere since it was last computed
    private final boolean[] fresh;
    /// by hop: time computes stood still because a shard was still on it
    private final long[] stalledNs;
    private long kvStalledNs;
    private long lateBytes;
    private long inTimeBytes;

    Arrivals(Facts facts) {
        this.facts = facts;
        tiers = facts.tiers().size();
        landedNs = new long[facts.shards().size() * tiers];
        fresh = new boolean[facts.shards().size()];
        stalledNs = new long[facts.hops().size()];
    }

    void landed(long nowNs, int shard, int tier) {
        landedNs[shard * tiers + tier] = nowNs;
        fresh[shard] = true;
    }

    /// A shard is computed now. One that came since it was last computed was fetched in time, or was waited for.
    void used(int shard, boolean waitedFor) {
        if (fresh[shard]) {
            fresh[shard] = false;
            long bytes = facts.shards().get(shard).bytes();
            lateBytes += waitedFor ? bytes : 0;
            inTimeBytes += waitedFor ? 0 : bytes;
        }
    }

    /// A pass stood still from `readyNs` to `untilNs` before a shard: each part of that goes to the hop the shard was on.
    void waited(long readyNs, long untilNs, int shard, int tier) {
        kvStalledNs += Math.max(0, untilNs - Math.max(readyNs, landedNs[shard * tiers + tier]));
        long until = untilNs;
        for (int t = tier; t > 0 && until > readyNs; t--) {
            long below = Math.max(readyNs, t == 1 ? 0 : landedNs[shard * tiers + t - 1]);
            long landed = Math.min(until, landedNs[shard * tiers + t]);
            stalledNs[t - 1] += Math.max(0, landed - below);
            until = below;
        }
    }

    /// Time computes stood still although the weights were there.
    long kvStalledNs() {
        return kvStalledNs;
    }

    List<Long> stalledNs() {
        return Arrays.stream(stalledNs).boxed().toList();
    }

    /// Bytes of shards that a compute had to wait for.
    long lateBytes() {
        return lateBytes;
    }

    /// Bytes of fetched shards that were there when they were wanted.
    long inTimeBytes() {
        return inTimeBytes;
    }
}
