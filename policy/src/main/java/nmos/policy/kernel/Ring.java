package nmos.policy.kernel;

import nmos.policy.Digest;
import nmos.policy.Facts;

/// The order in which the shards that every pass visits are needed, round and round: position `g` is the `g % n`-th of them, and
/// positions only grow. Knows how far the computes have come and what each hop fetches next.
final class Ring {
    private static final int NOT_ON_IT = -1;

    private final int shards;
    private final int hops;
    private final int[] order;
    /// by shard: its place in the order
    private final int[] index;
    /// the first shard whose compute has not reported
    private final Fields front;
    /// by hop: position to fetch next
    private final Fields cursor;

    Ring(Facts facts, Digest digest) {
        hops = facts.hops().size();
        index = new int[facts.shards().size()];
        int count = 0;
        for (int shard = 0; shard < index.length; shard++) {
            index[shard] = facts.shards().get(shard).expert() ? NOT_ON_IT : count++;
        }
        shards = count;
        order = new int[count];
        for (int shard = 0; shard < index.length; shard++) {
            if (index[shard] != NOT_ON_IT) {
                order[index[shard]] = shard;
            }
        }
        front = new Fields(1, 23, digest);
        cursor = new Fields(hops, 17, digest);
    }

    /// How many shards it takes for one round.
    int length() {
        return shards;
    }

    boolean has(int shard) {
        return index[shard] != NOT_ON_IT;
    }

    long front() {
        return front.get(0);
    }

    void front(long position) {
        front.set(0, position);
    }

    int shard(long position) {
        return order[(int) (position % shards)];
    }

    /// How many shards are needed before this one.
    int ahead(int shard) {
        return Math.floorMod(index[shard] - (int) (front() % shards), shards);
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
