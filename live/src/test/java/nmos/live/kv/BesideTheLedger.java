package nmos.live.kv;

import static nmos.live.kv.SmallMachine.LAYERS;
import static nmos.live.kv.SmallMachine.LAYOUT;
import static nmos.live.kv.SmallMachine.SESSIONS;
import static nmos.live.kv.SmallMachine.SHARD_BYTES;
import static nmos.live.kv.SmallMachine.TIER_OF;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nmos.journal.CommandRecorder;
import nmos.policy.Cause;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Signal;
import nmos.world.ledger.InvariantBroken;
import nmos.world.ledger.Ledger;

/// Pages with real bytes in them and the ledger's books, given the same commands.
final class BesideTheLedger implements AutoCloseable {
    record Flight(long id, KvMove move) {}

    record Run(long id, int first, int last) {}

    final PagedKv kv;
    final Ledger ledger;
    private final Carrier carrier;
    private final Arena arena = Arena.ofConfined();
    private final KvPage scratch = new KvPage(LAYOUT, 64, arena.allocate(LAYOUT.bytesPerPosition() * 64, 64));
    private final Random random;
    final List<Flight> flights = new ArrayList<>();
    final ArrayDeque<Run> runs = new ArrayDeque<>();
    /// by session and tier: what was written at each position
    private final List<Map<Integer, Float>> written = new ArrayList<>();
    /// What was refused last.
    String refusal = "";
    long pass;
    int passSession;
    int passRows;
    private boolean tree;
    int nextLayer;
    private int computed;
    private long ids;
    int rowsRead;

    BesideTheLedger(Carrier carrier, Random random) {
        this.carrier = carrier;
        this.random = random;
        kv = new PagedKv(LAYOUT, TIER_OF, SESSIONS, SmallMachine.tiers());
        ledger = new Ledger(SmallMachine.facts(), new CommandRecorder());
        for (int i = 0; i < SESSIONS * 3; i++) {
            written.add(new HashMap<>());
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int from = 0; from < TIER_OF[layer]; from++) {
                ledger.fetch(++ids, layer, from, 0, 0);
                ledger.signal(0, new Signal.Landed(ids, 1));
            }
        }
    }

    /// Whether both went along; they must agree on that.
    boolean both(Runnable pages, Runnable books) {
        IllegalStateException refused = null;
        InvariantBroken broken = null;
        try {
            pages.run();
        } catch (IllegalStateException e) {
            refused = e;
        }
        try {
            books.run();
        } catch (InvariantBroken e) {
            broken = e;
        }
        assertThat(refused == null).as("pages: %s; books: %s", refused, broken).isEqualTo(broken == null);
        if (refused != null && broken != null) {
            refusal = refused.getMessage() + " / " + broken.getMessage();
        } else {
            agree();
        }
        return refused == null;
    }

    private void agree() {
        assertThat(kv.placeBytes(1)).isEqualTo(ledger.heldBytes(1) - LAYERS * SHARD_BYTES);
        assertThat(kv.placeBytes(2)).isEqualTo(ledger.heldBytes(2) - (LAYERS - 1) * SHARD_BYTES);
        for (int session = 0; session < SESSIONS; session++) {
            assertThat((long) kv.branch(session).length()).isEqualTo(ledger.kvTokens(session));
        }
    }

    boolean open(int page, int session, int from, int to, int tier) {
        return both(() -> kv.open(page, session, from, to, tier), () -> ledger.openPage(page, session, from, to, tier));
    }

    private Map<Integer, Float> written(int session, int tier) {
        return written.get(session * 3 + tier);
    }

    /// A page that `lender` holds.
    boolean share(int page, int session, int lender, int from, int to) {
        int tier = kv.page(page).tier;
        boolean went = both(() -> kv.share(page, session), () -> ledger.sharePage(page, session));
        for (int position = from; went && position < to; position++) {
            written(session, tier).put(position, written(lender, tier).getOrDefault(position, Float.NaN));
        }
        return went;
    }

    boolean fold(int page) {
        return both(() -> kv.fold(page), () -> ledger.fold(page));
    }

    boolean moving(int page) {
        return flights.stream().anyMatch(flight -> flight.move().page.id == page);
    }

    /// A compute in flight may read the layer.
    boolean reading(int layer) {
        return runs.stream().anyMatch(run -> run.first() <= layer && layer <= run.last());
    }

    boolean release(int page) {
        return both(() -> kv.release(page), () -> ledger.release(page));
    }

    boolean truncate(int session, int position) {
        return both(() -> kv.truncate(session, position), () -> ledger.truncate(session, position));
    }

    boolean move(int page, int first, int last, int from, int to) {
        long id = ++ids;
        KvMove[] move = new KvMove[1];
        boolean went = both(
                () -> move[0] = kv.move(page, first, last, from, to), () -> ledger.movePage(id, page, first, last, from, to, 0));
        if (went) {
            assertThat(move[0].bytes()).isEqualTo(ledger.pages().movingBytes(page, first, last));
            flights.add(new Flight(id, move[0]));
        }
        return went;
    }

    void moveEnds(int index) {
        Flight flight = flights.remove(index);
        switch (random.nextInt(4)) {
            case 0 -> both(
                    () -> kv.dropped(flight.move()),
                    () -> ledger.signal(0, new Signal.Failed(flight.id(), Cause.READ_ERROR, 1)));
            default -> both(
                    () -> {
                        carrier.carry(flight.move());
                        kv.landed(flight.move());
                    },
                    () -> ledger.signal(0, new Signal.Landed(flight.id(), 1)));
        }
    }

    /// Rows of one session, as a prompt or as a tree of as many.
    void begin(int session, int rows, boolean asTree) {
        passSession = session;
        passRows = rows;
        tree = asTree;
        nextLayer = 0;
        computed = 0;
        int length = kv.branch(session).length();
        long drafted = 0;
        if (asTree && rows > 1) {
            drafted = ++ids;
            ledger.draft(drafted, session, DraftOrder.chain(DraftOrder.Drafter.MODEL, rows - 1));
            ledger.signal(0, new Signal.Drafted(drafted, session, chain(rows - 1), 1));
        }
        long draft = drafted;
        pass = ++ids;
        both(() -> kv.begin(PassRows.chain(kv.branch(session), new int[rows], 0, rows)), () -> {
            if (asTree) {
                ledger.passTree(pass, session, draft, rows - 1);
            } else {
                ledger.passRows(pass, session, 1, length, length + rows, false);
            }
            ledger.beginPass(pass);
        });
    }

    private static DraftTree chain(int nodes) {
        int[] parents = new int[nodes];
        Arrays.setAll(parents, node -> node - 1);
        return new DraftTree(parents, new int[nodes]);
    }

    boolean compute(int last) {
        Run run = new Run(++ids, nextLayer, last);
        boolean went = both(
                () -> kv.take(run.first(), run.last()),
                () -> ledger.compute(run.id(), pass, run.first(), run.last(), TIER_OF[last]));
        nextLayer = last + 1;
        runs.add(run);
        return went;
    }

    /// The oldest run is computed, if what it reads is there.
    void computed() {
        Run run = runs.peek();
        for (int layer = run.first(); layer <= run.last(); layer++) {
            if (!ledger.ready(layer, TIER_OF[layer])) {
                return;
            }
            check(passSession, layer);
        }
        runs.remove();
        computed = run.last() + 1;
        both(() -> kv.computed(run.first(), run.last()), () -> ledger.signal(0, new Signal.Computed(run.id(), 1)));
    }

    /// What a layer reads is what was written.
    private void check(int session, int layer) {
        PagedBranch branch = kv.branch(session);
        float[] read = new float[2];
        for (KvPage page : branch.pages(TIER_OF[layer])) {
            for (int i = 0; i < page.kept(branch.length()); i++) {
                int position = page.start() + i;
                rowsRead++;
                page.values(layer, position - page.from(), 0, read, 0);
                assertThat(read[1]).as("position %d", position).isEqualTo(written(session, TIER_OF[layer]).getOrDefault(position, Float.NaN) + layer);
            }
        }
    }

    boolean wholeComputed() {
        return computed == LAYERS;
    }

    void passed() {
        int accepted = tree ? Math.min(1, passRows - 1) : passRows - 1;
        int length = kv.branch(passSession).length();
        for (int row = 0; row <= accepted; row++) {
            float value = random.nextInt(1 << 20);
            written(passSession, 1).put(length + row, value);
            written(passSession, 2).put(length + row, value);
            for (int layer = 0; layer < LAYERS; layer++) {
                scratch.put(layer, row, new float[] {1, 2}, 0, new float[] {3, value + layer}, 0);
            }
        }
        both(
                () -> {
                    kv.branch(passSession).append(scratch, 0, accepted + 1);
                    kv.end();
                },
                () -> {
                    if (tree) {
                        ledger.signal(0, new Signal.Verified(pass, passSession, accepted, accepted - 1, -1, false));
                    }
                    ledger.signal(0, new Signal.Passed(pass, 1));
                });
        pass = 0;
    }

    void abandon() {
        ledger.abandonPass(pass);
        for (Run run : runs) {
            both(() -> kv.computed(run.first(), run.last()), () -> ledger.signal(0, new Signal.Dropped(run.id(), 1)));
        }
        runs.clear();
        both(kv::end, () -> ledger.signal(0, new Signal.Dropped(pass, 1)));
        pass = 0;
    }

    /// Everything ends and is given back.
    void drain() {
        while (!flights.isEmpty()) {
            moveEnds(0);
        }
        if (pass != 0) {
            abandon();
        }
        for (int session = 0; session < SESSIONS; session++) {
            assertThat(truncate(session, 0)).isTrue();
        }
        for (int page = 0; page < RandomCommands.PAGES; page++) {
            if (kv.holds(page)) {
                assertThat(release(page)).isTrue();
            }
        }
        ledger.finish();
        assertThat(kv.placeBytes(1) + kv.placeBytes(2) + kv.spilledBytes(0) + kv.spilledBytes(1)).isZero();
    }

    @Override
    public void close() {
        kv.close();
        arena.close();
    }
}
