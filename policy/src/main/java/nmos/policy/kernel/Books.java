package nmos.policy.kernel;

import nmos.policy.Digest;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;

/// What is where: for each shard and tier absent, coming or here, who reads it, and what of each budget is taken.
///
/// Every change checks first and then acts, so the books are right before and after each command. Storage holds
/// everything and is not in the books.
final class Books {
    static final int ABSENT = 0;
    static final int COMING = 1;
    static final int HERE = 2;

    private final int tiers;
    private final long[] bytes;
    /// (shard, tier)
    private final Fields presence;
    /// (shard, tier): fetches and computes that read the copy
    private final Fields readers;
    /// by tier: bytes here or coming
    private final Fields used;
    /// by tier: what weights may take
    private final Fields capacity;
    /// by tier: shards here or coming that do not rest there; experts are not counted
    private final Fields passing;
    /// by shard: the tier it rests in at present; the plan's, unless memory pressure took that away
    private final Fields home;
    private final long[] setAsideBytes;
    private final boolean[] expert;
    /// by tier: bytes of experts here or coming
    private final Fields expertBytes;

    Books(Facts facts, Plan plan, Digest digest) {
        tiers = facts.tiers().size();
        int shards = facts.shards().size();
        bytes = new long[shards];
        presence = new Fields(shards * tiers, 1, digest);
        readers = new Fields(shards * tiers, 2, digest);
        used = new Fields(tiers, 3, digest);
        capacity = new Fields(tiers, 4, digest);
        passing = new Fields(tiers, 5, digest);
        home = new Fields(shards, 6, digest);
        expert = new boolean[shards];
        expertBytes = new Fields(tiers, 7, digest);
        setAsideBytes = new long[tiers];
        for (int tier = 1; tier < tiers; tier++) {
            setAsideBytes[tier] = facts.tiers().get(tier).reservedBytes();
        }
        for (int shard = 0; shard < shards; shard++) {
            bytes[shard] = facts.shards().get(shard).bytes();
            expert[shard] = facts.shards().get(shard).expert();
            home.set(shard, plan.home()[shard]);
            setAsideBytes[plan.compute()[shard]] += facts.kvReserveBytes(shard);
        }
        for (int tier = 1; tier < tiers; tier++) {
            budget(tier, facts.tiers().get(tier).budgetBytes());
        }
    }

    void budget(int tier, long budgetBytes) {
        capacity.set(tier, budgetBytes - setAsideBytes[tier]);
    }

    int presence(int shard, int tier) {
        return tier == 0 ? HERE : presence.asInt(at(shard, tier));
    }

    /// The shard is, or soon will be, in a tier above this one.
    boolean above(int shard, int tier) {
        for (int t = tier + 1; t < tiers; t++) {
            if (presence(shard, t) != ABSENT) {
                return true;
            }
        }
        return false;
    }

    boolean idle(int shard, int tier) {
        return !readers.is(at(shard, tier));
    }

    int home(int shard) {
        return home.asInt(shard);
    }

    void rehome(int shard, int tier) {
        if (home.asInt(shard) == tier) {
            return;
        }
        for (int t = 1; t < tiers; t++) {
            if (presence(shard, t) != ABSENT) {
                passing.add(t, t == tier ? -1 : t == home.asInt(shard) ? 1 : 0);
            }
        }
        home.set(shard, tier);
    }

    long bytes(int shard) {
        return bytes[shard];
    }

    long freeBytes(int tier) {
        return capacity.get(tier) - used.get(tier);
    }

    /// What experts take of a tier.
    long expertBytes(int tier) {
        return expertBytes.get(tier);
    }

    long capacityBytes(int tier) {
        return capacity.get(tier);
    }

    int passing(int tier) {
        return passing.asInt(tier);
    }

    boolean passes(int shard, int tier) {
        return home.asInt(shard) != tier;
    }

    void coming(int shard, int from) {
        int tier = from + 1;
        check(presence(shard, from) == HERE && presence(shard, tier) == ABSENT && bytes[shard] <= freeBytes(tier), shard, tier);
        presence.set(at(shard, tier), COMING);
        took(shard, tier, 1);
        if (from > 0) {
            readers.add(at(shard, from), 1);
        }
    }

    void landed(int shard, int from) {
        presence.set(at(shard, from + 1), HERE);
        if (from > 0) {
            readers.add(at(shard, from), -1);
        }
    }

    void lost(int shard, int from) {
        absent(shard, from + 1);
        if (from > 0) {
            readers.add(at(shard, from), -1);
        }
    }

    void evicted(int shard, int tier) {
        check(presence(shard, tier) == HERE && idle(shard, tier), shard, tier);
        absent(shard, tier);
    }

    private void absent(int shard, int tier) {
        presence.set(at(shard, tier), ABSENT);
        took(shard, tier, -1);
    }

    private void took(int shard, int tier, int sign) {
        used.add(tier, sign * bytes[shard]);
        if (expert[shard]) {
            expertBytes.add(tier, sign * bytes[shard]);
        } else {
            passing.add(tier, passes(shard, tier) ? sign : 0);
        }
    }

    void reading(int shard, int tier, int count) {
        readers.add(at(shard, tier), count);
    }

    private int at(int shard, int tier) {
        return shard * tiers + tier;
    }

    private static void check(boolean holds, int shard, int tier) {
        if (!holds) {
            throw new IllegalStateException("books: shard " + shard + " in tier " + tier);
        }
    }
}
