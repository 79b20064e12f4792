package nmos.policy.kernel;

import nmos.policy.Digest;

/// The order in which shards are needed, round and round: position `g` is shard `g % n`, and positions only grow. Knows how
/// far the computes have come and what each hop fetches next.
final class Ring {
    private final int shards;
    private final int hops;
    /// the first shard whose compute has not reported
    private final Fields front;
    /// by hop: position to fetch next
    private final Fields cursor;

    Ring(int shards, int hops, Digest digest) {
        this.shards = shards;
        this.hops = hops;
        front = new Fields(1, 23, digest);
        cursor = new Fields(hops, 17, digest);
    }

    long front() {
        return front.get(0);
    }

    void front(long position) {
        front.set(0, position);
    }

    int shard(long position) {
        return (int) (position % shards);
    }

    /// How many shards are needed before this one.
    int ahead(int shard) {
        return Math.floorMod(shard - shard(front()), shards);
    }

    long cursor(int hop) {
        return Math.max(cursor.get(hop), front());
    }

    void cursor(int hop, long position) {
        cursor.set(hop, position);
    }

    /// All hops start again from here.
    void restart(long position) {
        for (int hop = 0; hop < hops; hop++) {
            cursor.set(hop, position);
        }
    }

    /// The shard has to be fetched again before the ring comes round.
    void rewind(int shard) {
        long position = front() + ahead(shard);
        for (int hop = 0; hop < hops; hop++) {
            if (cursor.get(hop) > position) {
                cursor.set(hop, position);
            }
        }
    }
}
