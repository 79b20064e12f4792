package nmos.world.ledger;

import static nmos.world.ledger.InvariantBroken.check;

import nmos.policy.Facts;

/// Where every shard is, who reads it, and what each tier holds of weights and KV.
final class WeightLedger {
    private static final byte ABSENT = 0;
    private static final byte COMING = 1;
    private static final byte HERE = 2;

    private final Facts facts;
    private final int tiers;
    private final int shards;
    /// (shard, tier)
    private final byte[] presence;
    /// (shard, tier)
    private final int[] readers;
    /// (shard, tier): something read or computed from this copy since it came
    private final boolean[] used;
    private final long[] weightBytes;
    private final long[] budgetBytes;
    private final long[] kvBytesPerToken;
    /// by shard: the tier that computes it, once seen; 0 before
    private final int[] computedIn;
    private long tokens;
    /// by tier: KV of the layers computed there, where KV is in pages
    private final long[] pageBytes;
    private final long[] highWaterBytes;
    private final long[] wastedBytes;
    private final long[] fetchedBytes;

    WeightLedger(Facts facts) {
        this.facts = facts;
        tiers = facts.tiers().size();
        shards = facts.shards().size();
        presence = new byte[shards * tiers];
        readers = new int[shards * tiers];
        used = new boolean[shards * tiers];
        weightBytes = new long[tiers];
        budgetBytes = new long[tiers];
        kvBytesPerToken = new long[tiers];
        computedIn = new int[shards];
        pageBytes = new long[tiers];
        highWaterBytes = new long[tiers];
        wastedBytes = new long[tiers];
        fetchedBytes = new long[tiers];
        for (int tier = 0; tier < tiers; tier++) {
            budgetBytes[tier] = facts.tiers().get(tier).budgetBytes();
            highWaterBytes[tier] = facts.tiers().get(tier).reservedBytes();
        }
    }

    void fetch(int shard, int from) {
        check(shard >= 0 && shard < shards && from >= 0 && from < tiers - 1, "L3", "fetch of what is not there", shard, from);
        int tier = from + 1;
        check(here(shard, from), "L3", "fetch from a tier that does not hold the shard", shard, from);
        check(presence[at(shard, tier)] == ABSENT, "L3", "fetch of what is there already", shard, tier);
        long bytes = facts.shards().get(shard).bytes();
        weightBytes[tier] += bytes;
        check(heldBytes(tier) <= budgetBytes[tier], "L2", "fetch beyond a tier's budget", heldBytes(tier), budgetBytes[tier]);
        highWaterBytes[tier] = Math.max(highWaterBytes[tier], heldBytes(tier));
        presence[at(shard, tier)] = COMING;
        used[at(shard, tier)] = false;
        readers[at(shard, from)]++;
    }

    void landed(int shard, int from) {
        ended(shard, from);
        presence[at(shard, from + 1)] = HERE;
        used[at(shard, from)] = true;
        fetchedBytes[from + 1] += facts.shards().get(shard).bytes();
    }

    void lost(int shard, int from) {
        ended(shard, from);
        presence[at(shard, from + 1)] = ABSENT;
        weightBytes[from + 1] -= facts.shards().get(shard).bytes();
    }

    private void ended(int shard, int from) {
        check(presence[at(shard, from + 1)] == COMING, "L1", "a report of a fetch that is not under way", shard, from);
        readers[at(shard, from)]--;
    }

    void evict(int shard, int tier) {
        check(tier > 0 && tier < tiers && presence[at(shard, tier)] == HERE, "L4", "eviction of what is not there", shard, tier);
        check(readers[at(shard, tier)] == 0, "L4", "eviction of what is being read", shard, tier);
        presence[at(shard, tier)] = ABSENT;
        long bytes = facts.shards().get(shard).bytes();
        weightBytes[tier] -= bytes;
        wastedBytes[tier] += used[at(shard, tier)] ? 0 : bytes;
    }

    void compute(int first, int last, int tier) {
        check(tier > 0 && tier < tiers && facts.tiers().get(tier).computes(), "L5", "compute where nothing computes", first, tier);
        long bytes = 0;
        for (int shard = first; shard <= last; shard++) {
            check(presence[at(shard, tier)] != ABSENT, "L5", "compute of what is neither there nor coming", shard, tier);
            boolean free = facts.shards().get(shard).expert();
            check(computedIn[shard] == 0 || computedIn[shard] == tier || free, "L5", "a shard's place changed", shard, tier);
            if (computedIn[shard] == 0) {
                computedIn[shard] = tier;
                kvBytesPerToken[tier] += facts.shards().get(shard).kvBytesPerToken();
            }
            readers[at(shard, tier)]++;
            bytes += facts.shards().get(shard).bytes();
        }
        check(bytes <= budgetBytes[tier], "L5", "a run that does not fit its budget whole", bytes, budgetBytes[tier]);
        refuseOverdraft(tier);
    }

    void using(int shard, int tier) {
        check(here(shard, tier), "L6", "use before landing", shard, tier);
        used[at(shard, tier)] = true;
    }

    void computeEnded(int first, int last, int tier) {
        for (int shard = first; shard <= last; shard++) {
            readers[at(shard, tier)]--;
        }
    }

    void budget(int tier, long bytes) {
        budgetBytes[tier] = bytes;
    }

    void pages(int tier, long bytes) {
        pageBytes[tier] = bytes;
        highWaterBytes[tier] = Math.max(highWaterBytes[tier], heldBytes(tier));
        refuseOverdraft(tier);
    }

    void tokens(long held) {
        tokens = facts.kv().paging().present() ? 0 : held;
        for (int tier = 1; tier < tiers; tier++) {
            highWaterBytes[tier] = Math.max(highWaterBytes[tier], heldBytes(tier));
            refuseOverdraft(tier);
        }
    }

    /// A tier that shrank under what it held may be over its budget until copies have been given up; no other may.
    private void refuseOverdraft(int tier) {
        boolean pressed = budgetBytes[tier] < facts.tiers().get(tier).budgetBytes();
        check(pressed || heldBytes(tier) <= budgetBytes[tier], "L2", "KV beyond a tier's budget", heldBytes(tier), budgetBytes[tier]);
    }

    boolean here(int shard, int tier) {
        return tier == 0 || presence[at(shard, tier)] == HERE;
    }

    long heldBytes(int tier) {
        return weightBytes[tier] + kvBytesPerToken[tier] * tokens + pageBytes[tier] + facts.tiers().get(tier).reservedBytes();
    }

    long weightBytes(int tier) {
        return weightBytes[tier];
    }

    long highWaterBytes(int tier) {
        return highWaterBytes[tier];
    }

    long wastedBytes(int tier) {
        return wastedBytes[tier];
    }

    long fetchedBytes(int tier) {
        return fetchedBytes[tier];
    }

    void finish() {
        for (int shard = 0; shard < shards; shard++) {
            for (int tier = 1; tier < tiers; tier++) {
                check(presence[at(shard, tier)] != COMING, "L1", "a fetch never reported", shard, tier);
                check(readers[at(shard, tier)] == 0, "L1", "a reader never reported", shard, tier);
            }
        }
        for (int tier = 1; tier < tiers; tier++) {
            long sum = 0;
            for (int shard = 0; shard < shards; shard++) {
                sum += here(shard, tier) ? facts.shards().get(shard).bytes() : 0;
            }
            check(sum == weightBytes[tier], "L2", "bytes of tier " + tier + " do not add up", sum, weightBytes[tier]);
        }
    }

    private int at(int shard, int tier) {
        return shard * tiers + tier;
    }
}
