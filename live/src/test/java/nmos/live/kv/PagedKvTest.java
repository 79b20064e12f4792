package nmos.live.kv;

import static nmos.live.kv.SmallMachine.LAYERS;
import static nmos.live.kv.SmallMachine.LAYOUT;
import static nmos.live.kv.SmallMachine.SESSIONS;
import static nmos.live.kv.SmallMachine.TIER_OF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Session 0 has twelve positions: page 0 in RAM, pages 1 to 3 in VRAM.
class PagedKvTest {
    private static final int LAST = LAYERS - 1;

    private final PagedKv kv = twelve(SmallMachine.tiers());

    private static PagedKv twelve(List<KvTier> tiers) {
        var kv = new PagedKv(LAYOUT, TIER_OF, SESSIONS, tiers);
        kv.open(0, 0, 0, 12, 1);
        for (int page = 1; page <= 3; page++) {
            kv.open(page, 0, 4 * page - 4, 4 * page, 2);
        }
        compute(kv, 0, 12);
        append(kv, 0, 12);
        kv.end();
        return kv;
    }

    private static void compute(PagedKv kv, int session, int rows) {
        kv.begin(PassRows.chain(kv.branch(session), new int[rows], 0, rows));
        kv.take(0, LAST);
        kv.computed(0, LAST);
    }

    private static void append(PagedKv kv, int session, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            kv.branch(session).append(new KvPage(LAYOUT, rows, arena.allocate(LAYOUT.bytesPerPosition() * rows)), 0, rows);
        }
    }

    @AfterEach
    void close() {
        kv.close();
    }

    private void moved(int page, int from, int to) {
        kv.landed(kv.move(page, 0, LAST, from, to));
    }

    @Test
    void aMoveTakesRoomInBothTiersUntilItEnds() {
        KvMove move = kv.move(1, 1, 2, 2, 1);
        assertThat(move.bytes()).isEqualTo(2 * 4 * 16);
        assertThat(kv.placeBytes(2)).isEqualTo(12 * 3 * 16);
        assertThat(kv.spilledBytes(1)).isEqualTo(move.bytes());
        kv.dropped(move);
        assertThat(kv.spilledBytes(1)).isZero();
        assertThatThrownBy(() -> kv.landed(move)).hasMessage("a move of page 1 ended twice");
        moved(1, 2, 1);
        assertThat(kv.placeBytes(2)).isEqualTo(8 * 3 * 16);
        assertThat(kv.highWaterBytes(1)).isEqualTo(12 * 16 + 4 * 3 * 16);
    }

    @Test
    void aTierThatIsFullIsNamed() {
        moved(1, 2, 1);
        moved(2, 2, 1);
        assertThatThrownBy(() -> kv.move(3, 0, LAST, 2, 1))
                .hasMessage("no room for spilled KV in RAM: 384 bytes are taken and 192 more wanted, of 500");
        for (int page = 4; page < 12; page++) {
            kv.open(page, 1, 4 * page - 16, 4 * page - 12, 2);
        }
        kv.open(12, 1, 0, 12, 1);
        kv.open(13, 1, 12, 24, 1);
        kv.open(14, 1, 24, 36, 1);
        kv.begin(PassRows.chain(kv.branch(1), new int[32], 0, 32));
        assertThatThrownBy(() -> kv.take(0, LAST)).hasMessageStartingWith("no room for KV in RAM: 576 bytes are taken");
    }

    @Test
    void whatIsInFlightStays() {
        KvMove move = kv.move(1, 1, 1, 2, 1);
        kv.truncate(0, 0);
        assertThatThrownBy(() -> kv.release(1)).hasMessageStartingWith("releasing a page in flight");
        assertThatThrownBy(() -> kv.move(1, 1, 3, 2, 1)).hasMessage("layer 1 of page 1 is not in VRAM, or moves already");
        kv.landed(move);
        kv.release(1);
        assertThatThrownBy(() -> kv.release(1)).hasMessage("page 1 does not exist");
    }

    @Test
    void whatAComputeReadsStays() {
        kv.open(4, 0, 12, 16, 2);
        kv.open(5, 0, 12, 24, 1);
        kv.begin(PassRows.chain(kv.branch(0), new int[1], 0, 1));
        kv.take(0, 1);
        assertThatThrownBy(() -> kv.fold(1)).hasMessage("layer 1 of page 1 is being read");
        assertThatThrownBy(() -> kv.move(1, 1, 1, 2, 1)).hasMessage("layer 1 of page 1 is being read");
        kv.move(1, 2, 3, 2, 1);
        kv.computed(0, 1);
        kv.move(1, 1, 1, 2, 1);
    }

    @Test
    void aPassGivenUpLeavesItsMemoryWithThePagesForTheNextOne() {
        kv.open(4, 0, 12, 16, 2);
        kv.open(5, 0, 12, 24, 1);
        long before = kv.placeBytes(2);
        kv.begin(PassRows.chain(kv.branch(0), new int[2], 0, 2));
        kv.take(0, 1);
        kv.computed(0, 1);
        kv.end();
        assertThat(kv.placeBytes(2)).isEqualTo(before + 4 * 16);
        assertThatThrownBy(() -> append(kv, 0, 1)).hasMessage("rows for layer 2 of page 4, which is not in VRAM");
        compute(kv, 0, 1);
        append(kv, 0, 1);
        assertThat(kv.placeBytes(2)).isEqualTo(before + 3 * 4 * 16);
    }

    @Test
    void aTextGoesOnBelowSharedPagesInPagesOfItsOwn() {
        kv.share(0, 1);
        kv.share(1, 1);
        assertThat(kv.branch(1).length()).isEqualTo(4);
        kv.share(2, 1);
        kv.share(3, 1);
        long before = kv.placeBytes(2);
        assertThatThrownBy(() -> kv.truncate(0, 2)).hasMessageStartingWith("cutting a page that others read");
        kv.truncate(0, 0);
        kv.open(4, 1, 12, 16, 2);
        kv.open(5, 1, 12, 24, 1);
        compute(kv, 1, 1);
        append(kv, 1, 1);
        kv.end();
        assertThat(kv.branch(1).length()).isEqualTo(13);
        assertThat(kv.placeBytes(2)).isEqualTo(before + 3 * 4 * 16);
        assertThatThrownBy(() -> kv.release(1)).hasMessageStartingWith("releasing a page that is held");
    }

    @Test
    void neighbouringLayersMoveInOnePieceThatDirectIoTakes() {
        var layout = new KvLayout(8, 8, 64, TensorType.F16);
        int[] tierOf = {1, 1, 1, 1, 1, 1, 1, 1};
        var tiers = List.of(new KvTier("SSD", 0, 0, 1 << 24), new KvTier("RAM", 16, 1 << 24, 0));
        try (var wide = new PagedKv(layout, tierOf, 1, tiers)) {
            wide.open(0, 0, 0, 16, 1);
            wide.open(1, 0, 16, 32, 1);
            wide.begin(PassRows.chain(wide.branch(0), new int[32], 0, 32));
            wide.take(0, 7);
            wide.computed(0, 7);
            wide.end();
            for (int page = 0; page < 2; page++) {
                KvMove move = wide.move(page, 2, 6, 1, 0);
                assertThat(move.pieces()).singleElement().isInstanceOfSatisfying(KvPiece.Write.class, write -> {
                    assertThat(write.from().byteSize()).isEqualTo(move.bytes());
                    assertThat(write.from().address() % 4096).isZero();
                    assertThat(write.fileOffset() % 4096).isZero();
                });
                wide.landed(move);
            }
        }
    }

    @Test
    void memoryThatWasGivenBackIsUsedAgain() {
        thereAndBack();
        long made = kv.allocatedBytes(1) + kv.allocatedBytes(2);
        long file = kv.fileBytes();
        for (int round = 0; round < 50; round++) {
            thereAndBack();
        }
        assertThat(kv.allocatedBytes(1) + kv.allocatedBytes(2)).isEqualTo(made);
        assertThat(kv.fileBytes()).isEqualTo(file).isPositive();
        assertThat(kv.spilledBytes(0)).isZero();
    }

    private void thereAndBack() {
        moved(1, 2, 1);
        moved(1, 1, 0);
        moved(1, 0, 1);
        moved(1, 1, 2);
    }
}
