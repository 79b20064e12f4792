package nmos.live.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TierMemoryTest {
    private static final long KIB = 1024;

    private final TierMemory memory = new TierMemory("ram", 100 * KIB);
    private final List<MemorySegment> made = new ArrayList<>();
    private final List<MemorySegment> left = new ArrayList<>();

    @AfterEach
    void free() {
        memory.close();
    }

    private void tell() {
        memory.tell(data -> {
            made.add(data);
            return () -> {
                assertThat(data.scope().isAlive()).isTrue();
                left.add(data);
            };
        });
    }

    @Test
    void aPieceIsAlignedZeroedAndOfTheSizeAskedFor() {
        MemorySegment data = memory.take(5_000).data();
        assertThat(data.byteSize()).isEqualTo(5_000);
        assertThat(data.address() % TierMemory.ALIGNMENT).isZero();
        assertThat(data.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void whatIsPreparedIsGivenOutWithoutMakingMore() {
        tell();
        memory.prepare(40 * KIB);
        memory.prepare(60 * KIB);
        memory.prepare(KIB);
        assertThat(made).as("within the limit").hasSize(2);
        memory.take(60 * KIB);
        memory.take(40 * KIB);
        assertThat(made).hasSize(2);
    }

    @Test
    void theLimitIsReachedButNeverPassed() {
        TierMemory.Piece most = memory.take(60 * KIB);
        memory.take(40 * KIB);
        assertThatThrownBy(() -> memory.take(1)).isInstanceOf(IllegalStateException.class)
                .hasMessage("tier ram: 1 bytes more than the 102400 in use would be past its 102400");
        memory.giveBack(most);
        assertThatThrownBy(() -> memory.take(60 * KIB + 1)).isInstanceOf(IllegalStateException.class);
        assertThatCode(() -> memory.take(60 * KIB)).doesNotThrowAnyException();
    }

    @Test
    void aRefusalTakesNothing() {
        assertThatThrownBy(() -> memory.take(101 * KIB)).isInstanceOf(IllegalStateException.class);
        assertThat(memory.takenBytes()).isZero();
        assertThat(memory.highWaterBytes()).isZero();
        assertThatCode(() -> memory.take(100 * KIB)).doesNotThrowAnyException();
    }

    @Test
    void aTierOfNothingHoldsNothing() {
        try (var none = new TierMemory("ssd", 0)) {
            assertThatThrownBy(() -> none.take(1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("tier ssd:");
        }
    }

    @Test
    void aPieceGivenBackIsUsedAgainForTheSameSize() {
        tell();
        TierMemory.Piece piece = memory.take(40 * KIB);
        memory.giveBack(piece);
        assertThat(memory.take(40 * KIB)).isSameAs(piece);
        assertThat(made).containsExactly(piece.data());
        assertThat(left).isEmpty();
    }

    @Test
    void piecesOfAnotherSizeAreFreedForRoomOldestFirstAndNoMoreThanNeeded() {
        tell();
        TierMemory.Piece older = memory.take(30 * KIB);
        TierMemory.Piece newer = memory.take(40 * KIB);
        memory.giveBack(older);
        memory.giveBack(newer);
        memory.take(60 * KIB);
        assertThat(left).containsExactly(older.data());
        assertThat(older.data().scope().isAlive()).isFalse();
        assertThat(memory.take(40 * KIB)).isSameAs(newer);
    }

    @Test
    void asManyPiecesAreFreedAsTheRoomTakes() {
        tell();
        TierMemory.Piece one = memory.take(30 * KIB);
        TierMemory.Piece other = memory.take(40 * KIB);
        memory.giveBack(one);
        memory.giveBack(other);
        assertThatCode(() -> memory.take(100 * KIB)).doesNotThrowAnyException();
        assertThat(left).containsExactly(one.data(), other.data());
    }

    @Test
    void whatIsInUseIsNeverFreedForRoom() {
        TierMemory.Piece used = memory.take(50 * KIB);
        used.data().fill((byte) 7);
        memory.giveBack(memory.take(50 * KIB));
        memory.take(20 * KIB);
        assertThat(used.data().toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
    }

    @Test
    void twoPiecesInUseShareNoByte() {
        MemorySegment one = memory.take(4 * KIB).data();
        MemorySegment other = memory.take(4 * KIB).data();
        assertThat(one.asOverlappingSlice(other)).isEmpty();
    }

    @Test
    void whatIsInUseIsCountedAndItsHighestMarkStays() {
        TierMemory.Piece one = memory.take(30 * KIB);
        memory.take(20 * KIB);
        memory.giveBack(one);
        assertThat(memory.takenBytes()).isEqualTo(20 * KIB);
        assertThat(memory.highWaterBytes()).isEqualTo(50 * KIB);
    }

    @Test
    void aPieceIsGivenBackOnceAndToItsOwnTier() {
        TierMemory.Piece piece = memory.take(KIB);
        try (var other = new TierMemory("vram", KIB)) {
            assertThatThrownBy(() -> other.giveBack(piece)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("tier vram: a piece given back that was not taken");
        }
        memory.giveBack(piece);
        assertThatThrownBy(() -> memory.giveBack(piece)).isInstanceOf(IllegalStateException.class)
                .hasMessage("tier ram: a piece given back that was not taken");
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void whoeverIsToldHearsOfMemoryBeforeItIsTakenAndBeforeItIsFreed() {
        tell();
        MemorySegment kept = memory.take(20 * KIB).data();
        TierMemory.Piece back = memory.take(30 * KIB);
        assertThat(made).containsExactly(kept, back.data());
        memory.giveBack(back);
        assertThat(left).isEmpty();
        memory.close();
        assertThat(left).containsExactlyInAnyOrder(kept, back.data());
    }

    @Test
    void closingFreesWhatIsInUseToo() {
        MemorySegment used = memory.take(KIB).data();
        TierMemory.Piece back = memory.take(2 * KIB);
        memory.giveBack(back);
        memory.close();
        assertThat(used.scope().isAlive()).isFalse();
        assertThat(back.data().scope().isAlive()).isFalse();
        assertThat(memory.takenBytes()).isZero();
        assertThatCode(memory::close).doesNotThrowAnyException();
    }

    @Test
    void memoryThatNobodyUsesGoesBackAtTheSecondLook() {
        tell();
        TierMemory.Piece piece = memory.take(KIB);
        memory.freeIfUnused();
        memory.giveBack(piece);
        memory.freeIfUnused();
        assertThat(left).isEmpty();
        memory.freeIfUnused();
        assertThat(left).containsExactly(piece.data());
    }

    @Test
    void memoryThatWasUsedBetweenTwoLooksStays() {
        tell();
        TierMemory.Piece piece = memory.take(KIB);
        memory.giveBack(piece);
        for (int look = 0; look < 5; look++) {
            memory.freeIfUnused();
            memory.giveBack(memory.take(KIB));
        }
        assertThat(left).isEmpty();
        assertThat(memory.take(KIB)).isSameAs(piece);
    }
}
