package nmos.reports.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nmos.journal.RunReport;
import org.junit.jupiter.api.Test;

/// A dense layer, a layer with experts 2 to 4, one with experts 6 and 7, and a head; three tiers.
class ExpertBookTest {
    private static final int RAM = 1;
    private static final int VRAM = 2;
    private static final List<RunReport.ShardPlace> SHARDS = List.of(
            shard("layer 0"), shard("layer 1"), shard("expert of layer 1"), shard("expert of layer 1"), shard("expert of layer 1"),
            shard("layer 2"), shard("expert of layer 2"), shard("expert of layer 2"), shard("head part 0"));

    private final ExpertBook book = new ExpertBook(SHARDS, 3, Room.endless());

    private static RunReport.ShardPlace shard(String name) {
        return new RunReport.ShardPlace(name, 100, 0, "RAM", "VRAM");
    }

    private void climbs(int shard, int upTo) {
        for (int hop = 0; hop < upTo; hop++) {
            book.landed(shard, hop);
        }
    }

    @Test
    void aRouterFindsAnExpertInTheHighestTierWhereItLies() {
        climbs(2, VRAM);
        climbs(3, RAM);
        book.routed(1, 1, new int[] {2, 3, 4});
        book.evicted(2, VRAM);
        book.routed(2, 1, new int[] {2});
        ExpertLayer layer = book.layers().getFirst();
        assertThat(layer.layer()).isEqualTo("layer 1");
        assertThat(layer.routings()).isEqualTo(2);
        assertThat(layer.chosen()).isEqualTo(4);
        assertThat(layer.foundIn()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void bytesAreCountedForTheLayerAndTheHopTheyCameOver() {
        climbs(2, VRAM);
        climbs(6, RAM);
        climbs(0, VRAM);
        assertThat(book.layers().get(0).broughtBytes()).containsExactly(100L, 100L);
        assertThat(book.layers().get(1).broughtBytes()).containsExactly(100L, 0L);
        assertThat(ExpertLayer.all(book.layers()).broughtBytes()).containsExactly(200L, 100L);
    }

    @Test
    void guessesCountForThePassTheyWereMadeIn() {
        book.foreseen(1, 1, new int[] {2, 3});
        book.routed(1, 1, new int[] {3, 4});
        book.foreseen(2, 1, new int[] {2});
        book.routed(3, 1, new int[] {2});
        ExpertLayer layer = book.layers().getFirst();
        assertThat(layer.guessed()).isEqualTo(2);
        assertThat(layer.right()).isEqualTo(1);
        assertThat(layer.chosenAfterGuess()).isEqualTo(2);
    }

    @Test
    void aDenseModelHasNoLayersWithExperts() {
        assertThat(new ExpertBook(SHARDS.subList(0, 2), 3, Room.endless()).layers()).isEmpty();
    }

    @Test
    void aJournalThatTellsOfOtherExpertsIsRefused() {
        assertThatThrownBy(() -> book.routed(1, 0, new int[] {2})).isInstanceOf(Misfit.class);
        assertThatThrownBy(() -> book.routed(1, 9, new int[] {2})).isInstanceOf(Misfit.class);
        assertThatThrownBy(() -> book.routed(1, 1, new int[] {9})).isInstanceOf(Misfit.class);
        assertThatThrownBy(() -> book.foreseen(1, -1, new int[] {2})).isInstanceOf(Misfit.class);
    }
}
