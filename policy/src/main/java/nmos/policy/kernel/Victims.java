package nmos.policy.kernel;

import nmos.policy.Digest;

/// Which copy of a shard that every pass visits makes way for another; -1 where none may. A copy that something reads or that is still coming never does.
final class Victims {
    private final Books books;
    private final Ring ring;
    /// by shard: rank of its last use, for a cache
    private final Fields lastUse;
    private final Fields uses;

    Victims(int shards, Books books, Ring ring, Digest digest) {
        this.books = books;
        this.ring = ring;
        lastUse = new Fields(shards, 22, digest);
        uses = new Fields(1, 24, digest);
    }

    void used(int shard) {
        uses.add(0, 1);
        lastUse.set(shard, uses.get(0));
    }

    boolean droppable(int shard, int tier) {
        return books.presence(shard, tier) == Books.HERE && books.idle(shard, tier);
    }

    /// Of the shards that only pass through, the one needed last, if that is later than `ahead` shards from now.
    int neededLast(int tier, int ahead) {
        int victim = -1;
        int farthest = ahead;
        for (int i = 0; i < ring.length(); i++) {
            int shard = ring.shard(i);
            if (droppable(shard, tier) && books.passes(shard, tier) && ring.ahead(shard) > farthest) {
                farthest = ring.ahead(shard);
                victim = shard;
            }
        }
        return victim;
    }

    /// Of the shards needed later than `ahead` shards from now, the one least recently used.
    int leastRecentlyUsed(int tier, int ahead) {
        int victim = -1;
        for (int i = 0; i < ring.length(); i++) {
            int shard = ring.shard(i);
            if (droppable(shard, tier)
                    && ring.ahead(shard) > ahead
                    && (victim < 0 || lastUse.get(shard) < lastUse.get(victim))) {
                victim = shard;
            }
        }
        return victim;
    }

    /// Of all, the one needed last.
    int farthest(int tier) {
        int victim = -1;
        for (int i = 0; i < ring.length(); i++) {
            int shard = ring.shard(i);
            if (droppable(shard, tier) && (victim < 0 || ring.ahead(shard) > ring.ahead(victim))) {
                victim = shard;
            }
        }
        return victim;
    }
}
