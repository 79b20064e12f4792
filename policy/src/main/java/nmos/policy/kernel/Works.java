package nmos.policy.kernel;

import java.util.function.IntPredicate;
import nmos.policy.Commands;
import nmos.policy.Digest;

/// The work in flight: a bounded table. An id tells its row, so that a report finds it at once; ids never repeat.
final class Works {
    /// What a row of the table is about.
    enum Kind {
        NONE,
        FETCH,
        COMPUTE,
        DRAFT,
        MOVE
    }

    /// Rows: more than all fetches, computes, drafts and moves that the limits elsewhere allow at once.
    static final int CAPACITY = 256;

    private static final Kind[] KINDS = Kind.values();
    private static final int ID = 0;
    private static final int KIND = 1;
    /// Fetch: shard. Compute: first shard. Draft: session. Move: page.
    private static final int SUBJECT = 2;
    /// Fetch: tier it comes from. Compute: how many shards. Move: part.
    private static final int DETAIL = 3;
    /// Compute: its tier. Move: tier it comes from and motion.
    private static final int TIER = 4;
    private static final int ISSUED = 5;
    /// It was asked to stop.
    private static final int UNWANTED = 6;
    private static final int WIDTH = 7;

    private final Fields rows;
    private final int[] free = new int[CAPACITY];
    private int freeCount = CAPACITY;
    /// The last number given out.
    private final Fields sequence;

    Works(int base, Digest digest) {
        rows = new Fields(CAPACITY * WIDTH, base, digest);
        sequence = new Fields(1, base - 1, digest);
        for (int row = 0; row < CAPACITY; row++) {
            free[row] = CAPACITY - 1 - row;
        }
    }

    boolean full() {
        return freeCount == 0;
    }

    int inFlight() {
        return CAPACITY - freeCount;
    }

    /// An id for something kept elsewhere, a pass.
    long nextId() {
        return next() * CAPACITY;
    }

    private long next() {
        sequence.add(0, 1);
        return sequence.get(0);
    }

    long add(Kind kind, int subject, int detail, int tier, long nowNs) {
        int row = free[--freeCount];
        long id = next() * CAPACITY + row;
        int at = row * WIDTH;
        rows.set(at + ID, id);
        rows.set(at + KIND, kind.ordinal());
        rows.set(at + SUBJECT, subject);
        rows.set(at + DETAIL, detail);
        rows.set(at + TIER, tier);
        rows.set(at + ISSUED, nowNs);
        return id;
    }

    /// What the id is about, [Kind#NONE] if it is not in flight.
    Kind kind(long id) {
        int at = at(id);
        return id > 0 && rows.get(at + ID) == id ? KINDS[rows.asInt(at + KIND)] : Kind.NONE;
    }

    int subject(long id) {
        return rows.asInt(at(id) + SUBJECT);
    }

    int detail(long id) {
        return rows.asInt(at(id) + DETAIL);
    }

    int tier(long id) {
        return rows.asInt(at(id) + TIER);
    }

    long issuedNs(long id) {
        return rows.get(at(id) + ISSUED);
    }

    /// Whether it was asked to stop: if it brings nothing, nothing went wrong.
    boolean unwanted(long id) {
        return rows.is(at(id) + UNWANTED);
    }

    void remove(long id) {
        int row = (int) (id % CAPACITY);
        for (int field = 0; field < WIDTH; field++) {
            rows.set(row * WIDTH + field, 0);
        }
        free[freeCount++] = row;
    }

    /// Asks for the fetches of the shards that match to be stopped, in the order of the table.
    void cancelFetches(IntPredicate shards, Commands out) {
        for (int at = 0; at < CAPACITY * WIDTH; at += WIDTH) {
            if (rows.get(at + KIND) == Kind.FETCH.ordinal() && shards.test(rows.asInt(at + SUBJECT))) {
                rows.set(at + UNWANTED, 1);
                out.cancel(rows.get(at + ID));
            }
        }
    }

    private static int at(long id) {
        return (int) Math.floorMod(id, (long) CAPACITY) * WIDTH;
    }
}
