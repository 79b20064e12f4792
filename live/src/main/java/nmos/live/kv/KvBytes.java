package nmos.live.kv;

import java.util.List;

/// The bytes that KV takes of each tier, to the byte: what pages hold, not what their storage is rounded to. On the way from one
/// tier to another they are taken of both.
final class KvBytes {
    private final List<KvTier> tiers;
    /// by tier: of layers computed there, of others
    private final long[] place;
    private final long[] spilled;
    private final long[] most;

    KvBytes(List<KvTier> tiers) {
        this.tiers = tiers;
        place = new long[tiers.size()];
        spilled = new long[tiers.size()];
        most = new long[tiers.size()];
    }

    /// Refuses what the tier has not set aside; nothing has happened then. `computed`: of layers computed there.
    void need(int tier, boolean computed, long bytes) {
        long used = computed ? place[tier] : spilled[tier];
        long all = computed ? tiers.get(tier).placeBytes() : tiers.get(tier).spillBytes();
        if (bytes > all - used) {
            throw new IllegalStateException("no room for " + (computed ? "KV" : "spilled KV") + " in " + tiers.get(tier).name() + ": "
                    + used + " bytes are taken and " + bytes + " more wanted, of " + all);
        }
    }

    void add(int tier, boolean computed, long bytes) {
        (computed ? place : spilled)[tier] += bytes;
        most[tier] = Math.max(most[tier], place[tier] + spilled[tier]);
    }

    long place(int tier) {
        return place[tier];
    }

    long spilled(int tier) {
        return spilled[tier];
    }

    long most(int tier) {
        return most[tier];
    }
}
