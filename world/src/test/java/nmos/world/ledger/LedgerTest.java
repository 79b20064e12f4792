package nmos.world.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nmos.journal.CommandRecorder;
import nmos.policy.Cause;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Two shards of 100 bytes, storage (0), RAM (1) and VRAM (2); VRAM holds one and a half shards, RAM does not compute.
class LedgerTest {
    private static final RowCurve CURVE = new RowCurve(new int[] {1}, new long[] {1});
    private static final Facts FACTS = new Facts(
            List.of(shard(0), shard(1)),
            List.of(
                    new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                    new Facts.Tier("RAM", 1_000, 0, false),
                    new Facts.Tier("VRAM", 160, 10, true)),
            List.of(new Facts.Hop(0, 1, 1), new Facts.Hop(0, 1, 1)),
            new Facts.Draft(true, 1, 1, 1),
            new Facts.Kv(20, 2, 0, 0));

    private static Facts.Shard shard(int layer) {
        return new Facts.Shard(Facts.Kind.LAYER, layer, 100, 0, List.of(CURVE, CURVE, CURVE));
    }

    /// A layer with three experts (shards 1 to 3), and a head.
    private static final Facts MIXTURE = new Facts(
            List.of(
                    new Facts.Shard(Facts.Kind.LAYER, 0, 50, 0, List.of(CURVE, CURVE, CURVE)),
                    expert(), expert(), expert(),
                    new Facts.Shard(Facts.Kind.HEAD, 1, 50, 0, List.of(CURVE, CURVE, CURVE))),
            FACTS.tiers(), FACTS.hops(), FACTS.draft(), FACTS.kv());

    private static Facts.Shard expert() {
        return new Facts.Shard(Facts.Kind.EXPERT, 0, 10, 0, List.of(CURVE, CURVE, CURVE));
    }

    private static Ledger ledger() {
        return new Ledger(FACTS, new CommandRecorder());
    }

    private static void toRam(Ledger ledger, long id, int shard) {
        ledger.fetch(id, shard, 0, 0, 0);
        ledger.signal(0, new Signal.Landed(id, 1));
    }

    /// Shard 0 is in VRAM (ids 1 and 2), and pass 3 of session 0 with five rows has begun.
    private static Ledger inPass() {
        Ledger ledger = ledger();
        toRam(ledger, 1, 0);
        ledger.fetch(2, 0, 1, 0, 0);
        ledger.signal(0, new Signal.Landed(2, 1));
        ledger.signal(0, new Signal.Submitted(0, 1));
        ledger.passRows(3, 0, 1, 0, 5, true);
        ledger.beginPass(3);
        return ledger;
    }

    /// As [#inPass], through both shards, and verified: everything is as it should be.
    private static Ledger verified() {
        Ledger ledger = inPass();
        ledger.compute(4, 3, 0, 0, 2);
        ledger.using(0, 2);
        ledger.signal(0, new Signal.Computed(4, 1));
        ledger.evict(0, 2);
        toRam(ledger, 5, 1);
        ledger.fetch(6, 1, 1, 0, 0);
        ledger.compute(7, 3, 1, 1, 2);
        ledger.signal(0, new Signal.Landed(6, 1));
        ledger.using(1, 2);
        ledger.signal(0, new Signal.Computed(7, 1));
        ledger.signal(0, new Signal.Verified(3, 0, 0, -1, -1, true));
        return ledger;
    }

    /// All of [#MIXTURE] but its last expert is in VRAM, and pass 20 of five rows has begun.
    private static Ledger mixed() {
        Ledger ledger = new Ledger(MIXTURE, new CommandRecorder());
        long id = 1;
        for (int shard : new int[] {0, 1, 2, 4}) {
            toRam(ledger, id++, shard);
            ledger.fetch(id, shard, 1, 0, 0);
            ledger.signal(0, new Signal.Landed(id++, 1));
        }
        ledger.signal(0, new Signal.Submitted(0, 1));
        ledger.passRows(20, 0, 1, 0, 5, true);
        ledger.beginPass(20);
        return ledger;
    }

    /// As [#mixed], and the router has sent three rows to the first expert and two to the second.
    private static Ledger routed() {
        Ledger ledger = mixed();
        ledger.compute(21, 20, 0, 0, 2);
        ledger.using(0, 2);
        route(ledger, new int[] {1, 2}, new int[] {3, 2});
        ledger.signal(0, new Signal.Computed(21, 1));
        return ledger;
    }

    private static void route(Ledger ledger, int[] experts, int[] rows) {
        ledger.signal(0, new Signal.Routed(20, 0, experts, rows));
    }

    @Test
    void aPassOfAMixtureVisitsWhatItsRouterChose() {
        Ledger ledger = routed();
        ledger.signal(0, new Signal.Foreseen(20, 0, new int[] {1, 3}));
        ledger.compute(22, 20, 1, 2, 2);
        ledger.compute(23, 20, 4, 4, 2);
        ledger.using(1, 2);
        ledger.using(2, 2);
        ledger.signal(0, new Signal.Computed(22, 1));
        ledger.using(4, 2);
        ledger.signal(0, new Signal.Computed(23, 1));
        ledger.signal(0, new Signal.Verified(20, 0, 0, -1, -1, true));
        ledger.emit(0, 1);
        ledger.signal(0, new Signal.Passed(20, 1));
        ledger.finish();
        assertThat(ledger.wastedBytes(2)).isZero();
    }

    @Test
    void aTurnAsItShouldBePasses() {
        Ledger ledger = verified();
        ledger.emit(0, 1);
        ledger.signal(0, new Signal.Passed(3, 1));
        ledger.wake(1);
        ledger.finish();
        assertThat(ledger.kvTokens(0)).isEqualTo(5);
        assertThat(ledger.heldBytes(2)).isEqualTo(110);
        assertThat(ledger.highWaterBytes(2)).isEqualTo(110);
        assertThat(ledger.fetchedBytes(1)).isEqualTo(200);
        assertThat(ledger.wastedBytes(1)).isZero();
    }

    @Test
    void aCopyNobodyReadIsWasted() {
        Ledger ledger = ledger();
        toRam(ledger, 1, 0);
        ledger.evict(0, 1);
        assertThat(ledger.wastedBytes(1)).isEqualTo(100);
    }

    @Test
    void kvThatOutgrowsATiersBudgetIsRefused() {
        Facts.Shard hungry = new Facts.Shard(Facts.Kind.LAYER, 0, 100, 10, List.of(CURVE, CURVE, CURVE));
        Ledger ledger = new Ledger(
                new Facts(List.of(hungry), FACTS.tiers(), FACTS.hops(), FACTS.draft(), FACTS.kv()), new CommandRecorder());
        toRam(ledger, 1, 0);
        ledger.fetch(2, 0, 1, 0, 0);
        ledger.signal(0, new Signal.Landed(2, 1));
        ledger.passRows(3, 0, 1, 0, 6, true);
        ledger.beginPass(3);
        ledger.compute(4, 3, 0, 0, 2);
        ledger.using(0, 2);
        ledger.signal(0, new Signal.Computed(4, 1));
        assertThatThrownBy(() -> ledger.signal(0, new Signal.Verified(3, 0, 0, -1, -1, false)))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageStartingWith("L2: ");
    }

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach("L1", "an id twice", l -> {
                    toRam(l, 1, 0);
                    l.fetch(1, 1, 0, 0, 0);
                }),
                breach("L1", "a report of nothing", l -> l.signal(0, new Signal.Landed(9, 1))),
                breach("L1", "two reports", l -> {
                    toRam(l, 1, 0);
                    l.signal(0, new Signal.Dropped(1, 1));
                }),
                breach("L1", "a draft for somebody else", l -> {
                    l.draft(1, 0, DraftOrder.chain(DraftOrder.Drafter.MODEL, 2));
                    l.signal(0, new Signal.Drafted(1, 1, DraftTree.EMPTY, 1));
                }),
                breach("L1", "a run that ends with work in flight", l -> {
                    l.fetch(1, 0, 0, 0, 0);
                    l.finish();
                }),
                breach("L2", "more than VRAM holds", l -> {
                    toRam(l, 1, 0);
                    toRam(l, 2, 1);
                    l.fetch(3, 0, 1, 0, 0);
                    l.fetch(4, 1, 1, 0, 0);
                }),
                breach("L2", "more than is left under pressure", l -> {
                    l.signal(0, new Signal.Pressed(1, 50));
                    l.fetch(1, 0, 0, 0, 0);
                }),
                breach("L3", "from where it is not", l -> l.fetch(1, 0, 1, 0, 0)),
                breach("L3", "to where it is", l -> {
                    toRam(l, 1, 0);
                    l.fetch(2, 0, 0, 0, 0);
                }),
                breach("L4", "evicting what is not there", l -> l.evict(0, 1)),
                breach("L4", "evicting what is being copied", l -> {
                    toRam(l, 1, 0);
                    l.fetch(2, 0, 1, 0, 0);
                    l.evict(0, 1);
                }),
                breachIn("L4", "evicting what is being computed", l -> {
                    l.compute(4, 3, 0, 0, 2);
                    l.evict(0, 2);
                }),
                breachIn("L5", "skipping a shard", l -> l.compute(4, 3, 1, 1, 2)),
                breachIn("L5", "another pass", l -> l.compute(4, 8, 0, 0, 2)),
                breachIn("L5", "a tier that does not compute", l -> l.compute(4, 3, 0, 0, 1)),
                breachIn("L5", "a shard that is not coming", l -> l.compute(4, 3, 0, 1, 2)),
                breach("L6", "using what has not landed", l -> {
                    l.fetch(1, 0, 0, 0, 0);
                    l.using(0, 1);
                }),
                breachIn("L6", "a verdict half-way", l -> l.signal(0, new Signal.Verified(3, 0, 0, -1, -1, false))),
                breach("L7", "rows that leave a gap in the KV", l -> l.passRows(1, 0, 1, 3, 5, true)),
                breach("L7", "a tree beyond the context", l -> l.passTree(1, 0, 7, 20)),
                breach("L7", "showing what was not verified", l -> l.emit(0, 1)),
                breachVerified("L7", "showing it twice", l -> {
                    l.emit(0, 1);
                    l.emit(0, 1);
                }),
                breachVerified("L7", "a second verdict", l -> l.signal(0, new Signal.Verified(3, 0, 0, -1, -1, false))),
                breachVerified("L9", "never showing it", l -> {
                    l.signal(0, new Signal.Passed(3, 1));
                    l.finish();
                }),
                breach("L8", "time going back", l -> {
                    l.signal(5, new Signal.Woke());
                    l.signal(4, new Signal.Woke());
                }),
                breach("L8", "a timer for now", l -> l.wake(0)),
                breachIn("L9", "a second pass", l -> l.passRows(4, 1, 1, 0, 5, true)),
                breach("L9", "a session twice in a pass", l -> {
                    l.passTree(1, 0, 0, 0);
                    l.passTree(1, 0, 0, 0);
                }),
                breach("L9", "a pass without rows", l -> l.beginPass(1)),
                breach("L7", "more nodes than were drafted", l -> {
                    l.draft(1, 0, DraftOrder.chain(DraftOrder.Drafter.MODEL, 2));
                    l.signal(0, new Signal.Drafted(1, 0, new DraftTree(new int[] {-1}, new int[] {1}), 1));
                    l.passTree(2, 0, 1, 2);
                }),
                breach("L9", "failing nobody's turn", l -> l.failTurn(0, Cause.READ_ERROR)),
                breach("L9", "failing a turn twice", l -> {
                    l.signal(0, new Signal.Submitted(0, 1));
                    l.failTurn(0, Cause.READ_ERROR);
                    l.failTurn(0, Cause.READ_ERROR);
                }),
                breachMixed("L17", "running on from a layer whose router has to speak", l -> l.compute(21, 20, 0, 1, 2)),
                breachMixed("L17", "an expert before any router spoke", l -> l.compute(21, 20, 1, 1, 2)),
                breachMixed("L17", "a router that nobody waits for", l -> route(l, new int[] {1}, new int[] {5})),
                breachMixed("L17", "a router of a pass that is over", l -> l.signal(0, new Signal.Routed(9, 0, new int[] {1}, new int[] {5}))),
                breachComputing("L17", "a router that chooses nothing", l -> route(l, new int[0], new int[0])),
                breachComputing("L17", "rows for an expert that is not named", l -> route(l, new int[] {1}, new int[] {2, 3})),
                breachComputing("L17", "experts out of order", l -> route(l, new int[] {2, 1}, new int[] {2, 3})),
                breachComputing("L17", "an expert of no layer", l -> route(l, new int[] {4}, new int[] {5})),
                breachComputing("L17", "more rows than the pass has", l -> route(l, new int[] {1}, new int[] {6})),
                breachComputing("L17", "an expert without rows", l -> route(l, new int[] {1}, new int[] {0})),
                breachComputing("L17", "guessing what is no expert", l -> l.signal(0, new Signal.Foreseen(20, 0, new int[] {4}))),
                breachRouted("L17", "a router that speaks twice", l -> route(l, new int[] {1}, new int[] {5})),
                breachRouted("L17", "an expert that was not chosen", l -> l.compute(22, 20, 2, 3, 2)),
                breachRouted("L17", "an expert twice", l -> {
                    l.compute(22, 20, 1, 1, 2);
                    l.compute(23, 20, 1, 1, 2);
                }),
                breachRouted("L5", "leaving a chosen expert out", l -> {
                    l.compute(22, 20, 1, 1, 2);
                    l.compute(23, 20, 4, 4, 2);
                }),
                breach("L10", "commands without end", l -> {
                    for (int i = 0; i < 2_000; i++) {
                        l.truncate(0, 0);
                    }
                }));
    }

    private static Arguments breach(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, ledger(), deed);
    }

    private static Arguments breachIn(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, inPass(), deed);
    }

    private static Arguments breachVerified(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, verified(), deed);
    }

    private static Arguments breachMixed(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, mixed(), deed);
    }

    private static Arguments breachComputing(String invariant, String what, Consumer<Ledger> deed) {
        Ledger ledger = mixed();
        ledger.compute(21, 20, 0, 0, 2);
        ledger.using(0, 2);
        return Arguments.of(invariant, what, ledger, deed);
    }

    private static Arguments breachRouted(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, routed(), deed);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breaches")
    void everyBreachIsRefusedByNumber(String invariant, String what, Ledger ledger, Consumer<Ledger> deed) {
        assertThatThrownBy(() -> deed.accept(ledger))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageStartingWith(invariant + ": ");
    }
}
