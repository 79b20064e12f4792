package nmos.world.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nmos.journal.CommandRecorder;
import nmos.policy.Cause;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Two layers with one byte of KV a token, storage (0), RAM (1) and VRAM (2), which alone computes. Pages of eight bytes hold
/// four positions; VRAM sets aside 20 bytes (10 tokens), RAM 12 for spilled pages.
class PageLedgerTest {
    private static final RowCurve CURVE = new RowCurve(new int[] {1}, new long[] {1});
    private static final Facts FACTS = new Facts(
            List.of(shard(0), shard(1)),
            List.of(
                    new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                    new Facts.Tier("RAM", 1_000, 12, false),
                    new Facts.Tier("VRAM", 1_000, 0, true)),
            List.of(new Facts.Hop(0, 1, 1), new Facts.Hop(0, 1, 1)),
            new Facts.Draft(false, 0, 0, 0),
            new Facts.Kv(20, 2, 0, 0, new Facts.Paging(8, 10, List.of(0L, 12L, 0L), 4)));

    private static Facts.Shard shard(int layer) {
        return new Facts.Shard(Facts.Kind.LAYER, layer, 100, 1, List.of(CURVE, CURVE, CURVE));
    }

    /// Both layers are in VRAM (ids 1 to 4).
    private static Ledger resident() {
        Ledger ledger = new Ledger(FACTS, new CommandRecorder());
        for (int shard = 0; shard < 2; shard++) {
            for (int from = 0; from < 2; from++) {
                long id = 1 + shard * 2L + from;
                ledger.fetch(id, shard, from, 0, 0);
                ledger.signal(0, new Signal.Landed(id, 1));
            }
        }
        return ledger;
    }

    private static void begin(Ledger ledger, long pass, int session, int from, int to) {
        ledger.passRows(pass, session, 1, from, to, false);
        ledger.beginPass(pass);
    }

    private static void whole(Ledger ledger, long pass, int session, int from, int to) {
        begin(ledger, pass, session, from, to);
        ledger.compute(pass + 1, pass, 0, 1, 2);
        ledger.using(0, 2);
        ledger.using(1, 2);
        ledger.signal(0, new Signal.Computed(pass + 1, 1));
        ledger.signal(0, new Signal.Passed(pass, 1));
    }

    /// Session 0 holds six tokens in pages 0 (full) and 1 (half); ids up to 6 are used.
    private static Ledger six() {
        Ledger ledger = resident();
        ledger.openPage(0, 0, 0, 4, 2);
        ledger.openPage(1, 0, 4, 8, 2);
        whole(ledger, 5, 0, 0, 6);
        return ledger;
    }

    private static void moved(Ledger ledger, long id, int page, int from, int to) {
        ledger.movePage(id, page, 0, 1, from, to, 0);
        ledger.signal(0, new Signal.Landed(id, 1));
    }

    @Test
    void aPageGoesDownAndComesBackAndIsReleased() {
        Ledger ledger = six();
        assertThat(ledger.heldBytes(2)).isEqualTo(216);
        ledger.movePage(10, 0, 0, 0, 2, 1, 0);
        assertThat(ledger.heldBytes(2)).as("in both places while it moves").isEqualTo(216);
        assertThat(ledger.pages().movingBytes(0, 0, 0)).isEqualTo(4);
        ledger.signal(0, new Signal.Failed(10, Cause.READ_ERROR, 1));
        moved(ledger, 11, 0, 2, 1);
        assertThat(ledger.heldBytes(2)).isEqualTo(208);
        moved(ledger, 12, 0, 1, 2);
        ledger.truncate(0, 4);
        ledger.release(1);
        assertThat(ledger.heldBytes(2)).isEqualTo(208);
        ledger.openPage(1, 0, 4, 8, 2);
        ledger.finish();
        PageUse use = ledger.pages().use();
        assertThat(use.upBytes(1)).isEqualTo(8);
        assertThat(use.downBytes(1)).isEqualTo(8);
        assertThat(use.opened()).isEqualTo(3);
        assertThat(use.highWater()).isEqualTo(2);
    }

    @Test
    void wasteIsMemoryWithoutRows() {
        PageUse use = six().pages().use();
        assertThat(use.wastedBytesMean()).isEqualTo(4);
        assertThat(use.fragmentationPpm()).isEqualTo(250_000);
    }

    @Test
    void aSharedPageIsHeldOnceAndOutlivesItsFirstHolder() {
        Ledger ledger = six();
        ledger.sharePage(0, 1);
        assertThat(ledger.kvTokens(1)).isEqualTo(4);
        assertThat(ledger.heldBytes(2)).isEqualTo(216);
        ledger.truncate(0, 0);
        ledger.release(1);
        ledger.openPage(2, 1, 4, 8, 2);
        whole(ledger, 7, 1, 4, 5);
        ledger.finish();
        assertThat(ledger.pages().attendedTokens(1, 2, 5)).isEqualTo(5);
    }

    @Test
    void aFoldedPageIsReadNoMoreAndLeavesAHole() {
        Ledger ledger = six();
        ledger.fold(0);
        ledger.release(0);
        assertThat(ledger.pages().attendedTokens(0, 2, 6)).isEqualTo(2);
        assertThat(ledger.pages().use().foldedTokens()).isEqualTo(4);
        whole(ledger, 7, 0, 6, 7);
        ledger.finish();
    }

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach("L11", "a page nobody opened", l -> l.fold(7)),
                breach("L11", "an id in use", l -> l.openPage(1, 1, 0, 4, 2)),
                breach("L11", "a move from where it is not", l -> l.movePage(10, 0, 0, 1, 1, 2, 0)),
                breach("L11", "a move across a tier", l -> l.movePage(10, 0, 0, 1, 2, 0, 0)),
                breach("L11", "a part that moves twice at once", l -> {
                    l.movePage(10, 0, 0, 0, 2, 1, 0);
                    l.movePage(11, 0, 0, 1, 2, 1, 0);
                }),
                breach("L11", "attention to a page that is gone", l -> l.signal(0, new Signal.Attended(7, 1))),
                breach("L12", "positions twice", l -> l.openPage(2, 0, 6, 10, 2)),
                breach("L12", "a page that is too large", l -> l.openPage(2, 0, 8, 13, 2)),
                breach("L12", "rows beyond all pages", l -> {
                    begin(l, 7, 0, 6, 9);
                    l.compute(8, 7, 0, 1, 2);
                }),
                breach("L12", "rows of another branch", l -> {
                    begin(l, 7, 1, 0, 1);
                    l.compute(8, 7, 0, 1, 2);
                }),
                breach("L12", "sharing a page that is written to", l -> {
                    l.sharePage(0, 1);
                    l.sharePage(1, 1);
                }),
                breach("L12", "sharing with a gap", l -> {
                    l.openPage(2, 1, 0, 4, 2);
                    l.truncate(1, 0);
                    l.sharePage(1, 1);
                }),
                breach("L12", "cutting a page another reads", l -> {
                    l.sharePage(0, 1);
                    l.truncate(0, 2);
                }),
                breach("L12", "folding a page another reads", l -> {
                    l.sharePage(0, 1);
                    l.fold(0);
                }),
                breach("L12", "folding a page that is written to", l -> l.fold(1)),
                breach("L13", "compute without its KV", l -> {
                    moved(l, 10, 0, 2, 1);
                    begin(l, 11, 0, 6, 7);
                    l.compute(12, 11, 0, 0, 2);
                }),
                breach("L13", "use before the KV landed", l -> {
                    moved(l, 10, 0, 2, 1);
                    begin(l, 11, 0, 6, 7);
                    l.movePage(12, 0, 0, 0, 1, 2, 0);
                    l.compute(13, 11, 0, 0, 2);
                    l.using(0, 2);
                }),
                breach("L14", "more than VRAM sets aside", l -> {
                    l.openPage(2, 0, 8, 12, 2);
                    begin(l, 7, 0, 6, 9);
                    l.compute(8, 7, 0, 1, 2);
                }),
                breach("L14", "more than the spill holds", l -> {
                    l.movePage(10, 0, 0, 1, 2, 1, 0);
                    l.movePage(11, 1, 0, 1, 2, 1, 0);
                }),
                breach("L15", "moving what is read", l -> {
                    begin(l, 7, 0, 6, 7);
                    l.compute(8, 7, 0, 0, 2);
                    l.movePage(9, 0, 0, 0, 2, 1, 0);
                }),
                breach("L15", "folding what is read", l -> {
                    begin(l, 7, 0, 6, 7);
                    l.compute(8, 7, 0, 0, 2);
                    l.fold(0);
                }),
                breach("L15", "releasing what is held", l -> l.release(0)),
                breach("L15", "releasing what is in flight", l -> {
                    l.movePage(10, 0, 0, 0, 2, 1, 0);
                    l.truncate(0, 0);
                    l.release(0);
                }),
                breach("L11", "releasing twice", l -> {
                    l.truncate(0, 0);
                    l.release(0);
                    l.release(0);
                }),
                breach("L16", "a page that is never released", l -> {
                    l.truncate(0, 0);
                    l.finish();
                }),
                breach("L1", "a move that never reports", l -> {
                    l.movePage(10, 0, 0, 0, 2, 1, 0);
                    l.finish();
                }));
    }

    private static Arguments breach(String invariant, String what, Consumer<Ledger> deed) {
        return Arguments.of(invariant, what, deed);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breaches")
    void everyBreachIsRefusedByNumber(String invariant, String what, Consumer<Ledger> deed) {
        Ledger ledger = six();
        assertThatThrownBy(() -> deed.accept(ledger))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageStartingWith(invariant + ": ");
    }
}
