package nmos.policy.kernel;

import java.util.Arrays;
import nmos.policy.Facts;
import nmos.policy.experts.ExpertCache;
import nmos.policy.placement.Plan;

/// The room experts have in each tier, and which of those there makes way for another. Experts that the running pass is known to
/// need never do, nor do those that are being read.
final class ExpertRoom {
    /// Ranks, first to go first: what lies in a higher tier too, what a cache would rather keep, what is to stay.
    static final int DOUBLE = 0;

    static final int KEPT = 1;
    static final int RESTS = 2;
    private static final int NONE = -1;

    private final Books books;
    private final Plan plan;
    private final ExpertCache cache;
    private final int tiers;
    /// by tier: what the tier had for all weights when the plan was made
    private final long[] plannedBytes;
    /// by tier: what experts always need to pass through it
    private final long[] leastBytes;
    /// by tier: experts here or coming, in no order that matters
    private final int[][] copies;
    private final int[] count;
    /// (shard, tier): where in `copies`
    private final int[] at;

    ExpertRoom(Facts facts, Plan plan, Books books, ExpertCache cache) {
        this.books = books;
        this.plan = plan;
        this.cache = cache;
        tiers = facts.tiers().size();
        int experts = 0;
        long largest = 0;
        for (Facts.Shard shard : facts.shards()) {
            experts += shard.expert() ? 1 : 0;
            largest = Math.max(largest, shard.expert() ? shard.bytes() : 0);
        }
        plannedBytes = new long[tiers];
        leastBytes = new long[tiers];
        copies = new int[tiers][experts];
        count = new int[tiers];
        at = new int[experts == 0 ? 0 : facts.shards().size() * tiers];
        Arrays.fill(at, NONE);
        for (int tier = 1; tier < tiers; tier++) {
            plannedBytes[tier] = books.capacityBytes(tier);
            leastBytes[tier] = Math.min(plan.expertBytes()[tier], largest);
        }
    }

    /// What a tier that shrank has to leave experts.
    long leastBytes(int tier) {
        return leastBytes[tier];
    }

    /// Room left; a tier that shrank takes what it lacks from the experts first.
    long freeBytes(int tier) {
        long lost = Math.max(0, plannedBytes[tier] - books.capacityBytes(tier));
        long most = Math.max(leastBytes[tier], plan.expertBytes()[tier] - lost);
        return Math.min(most - books.expertBytes(tier), books.freeBytes(tier));
    }

    void came(int expert, int tier) {
        at[expert * tiers + tier] = count[tier];
        copies[tier][count[tier]++] = expert;
    }

    void went(int expert, int tier) {
        int hole = at[expert * tiers + tier];
        int last = copies[tier][--count[tier]];
        copies[tier][hole] = last;
        at[last * tiers + tier] = hole;
        at[expert * tiers + tier] = NONE;
    }

    /// The copy that makes way, -1 where none up to this rank may. `spared[s]`: not shard `s`.
    int victim(int tier, Fields spared, int upTo) {
        int victim = NONE;
        int rank = upTo;
        for (int i = 0; i < count[tier]; i++) {
            int expert = copies[tier][i];
            if (spared.is(expert) || books.presence(expert, tier) != Books.HERE || !books.idle(expert, tier)) {
                continue;
            }
            int mine = rank(expert, tier);
            if (mine < rank || (mine == rank && (victim < 0 || lessWorth(expert, victim)))) {
                victim = expert;
                rank = mine;
            }
        }
        return victim;
    }

    private int rank(int expert, int tier) {
        if (cache.rests(expert, tier)) {
            return RESTS;
        }
        return plan.home()[expert] != tier && books.above(expert, tier) ? DOUBLE : KEPT;
    }

    /// Of those worth as much the last of the model goes first.
    private boolean lessWorth(int expert, int other) {
        long mine = cache.worth(expert);
        long its = cache.worth(other);
        return mine < its || (mine == its && expert > other);
    }
}
