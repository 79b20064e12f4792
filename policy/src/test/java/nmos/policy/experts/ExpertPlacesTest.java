package nmos.policy.experts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import org.junit.jupiter.api.Test;

/// A layer with an expert of 1000 bytes that the CPU computes in 300 ns a row, the GPU in next to none; bytes climb from storage into
/// RAM in 500 ns and from there into VRAM in 1000.
class ExpertPlacesTest {
    private static final int SSD = 0;
    private static final int RAM = 1;
    private static final int VRAM = 2;
    private static final int EXPERT = 1;
    private static final int FEW_ROWS = 2;
    private static final int MANY_ROWS = 32;

    private static Facts facts(boolean ramComputes) {
        return facts(ramComputes, 0);
    }

    private static Facts facts(boolean ramComputes, long activationBytesPerRow) {
        RowCurve none = new RowCurve(new int[] {1}, new long[] {0});
        RowCurve cpu = new RowCurve(new int[] {1, 64}, new long[] {300, 64 * 300});
        RowCurve gpu = new RowCurve(new int[] {1, 64}, new long[] {10, 64 * 10});
        List<RowCurve> curves = List.of(none, cpu, gpu);
        return new Facts(
                List.of(
                        new Facts.Shard(Facts.Kind.LAYER, 0, 1_000, 0, curves),
                        new Facts.Shard(Facts.Kind.EXPERT, 0, 1_000, 0, curves),
                        new Facts.Shard(Facts.Kind.HEAD, 1, 1_000, 0, curves)),
                List.of(
                        new Facts.Tier("SSD", 0, 0, false),
                        new Facts.Tier("RAM", 10_000, 0, ramComputes),
                        new Facts.Tier("VRAM", 10_000, 0, true)),
                List.of(new Facts.Hop(0, 2_000_000_000L, 1), new Facts.Hop(0, 1_000_000_000L, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1, 1, activationBytesPerRow, 0));
    }

    private static int tier(ExpertPlaces places, int from, int layer, int rows) {
        return places.tier(facts(true), EXPERT, from, layer, rows);
    }

    @Test
    void withItsLayerAnExpertIsComputedHoweverFarItHasToCome() {
        assertThat(tier(ExpertPlaces.WITH_LAYER, SSD, VRAM, FEW_ROWS)).isEqualTo(VRAM);
        assertThat(tier(ExpertPlaces.WITH_LAYER, VRAM, VRAM, MANY_ROWS)).isEqualTo(VRAM);
    }

    @Test
    void inPlaceItIsComputedWhereItLies() {
        assertThat(tier(ExpertPlaces.IN_PLACE, RAM, VRAM, MANY_ROWS)).isEqualTo(RAM);
        assertThat(tier(ExpertPlaces.IN_PLACE, VRAM, VRAM, MANY_ROWS)).isEqualTo(VRAM);
        assertThat(tier(ExpertPlaces.IN_PLACE, SSD, VRAM, MANY_ROWS)).isEqualTo(RAM);
    }

    @Test
    void inPlaceItClimbsToWhereAnythingComputes() {
        assertThat(ExpertPlaces.IN_PLACE.tier(facts(false), EXPERT, RAM, VRAM, MANY_ROWS)).isEqualTo(VRAM);
    }

    /// The journey of 1000 ns takes as long as some three rows on the CPU.
    @Test
    void fewRowsAreFastestOnTheCpuAndManyAreWorthTheJourney() {
        assertThat(tier(ExpertPlaces.FASTEST, RAM, VRAM, FEW_ROWS)).isEqualTo(RAM);
        assertThat(tier(ExpertPlaces.FASTEST, RAM, VRAM, MANY_ROWS)).isEqualTo(VRAM);
        assertThat(tier(ExpertPlaces.FASTEST, SSD, VRAM, FEW_ROWS)).isEqualTo(RAM);
        assertThat(tier(ExpertPlaces.FASTEST, SSD, VRAM, MANY_ROWS)).isEqualTo(VRAM);
    }

    /// Two rows take 600 ns on the CPU, and 400 there and back; on the GPU 20, and the journey 1000.
    @Test
    void theWayOfRowsThereAndBackCountsAgainstComputingElsewhere() {
        assertThat(ExpertPlaces.FASTEST.tier(facts(true, 100), EXPERT, RAM, VRAM, FEW_ROWS)).isEqualTo(RAM);
        assertThat(ExpertPlaces.FASTEST.tier(facts(true, 110), EXPERT, RAM, VRAM, FEW_ROWS)).isEqualTo(VRAM);
    }

    @Test
    void whatIsThereAlreadyIsFastestThere() {
        assertThat(tier(ExpertPlaces.FASTEST, VRAM, VRAM, FEW_ROWS)).isEqualTo(VRAM);
    }

    @Test
    void noExpertIsComputedAboveItsLayerOrWhereNothingComputes() {
        assertThat(tier(ExpertPlaces.FASTEST, RAM, RAM, MANY_ROWS)).isEqualTo(RAM);
        assertThat(ExpertPlaces.FASTEST.tier(facts(false), EXPERT, RAM, VRAM, FEW_ROWS)).isEqualTo(VRAM);
    }
}
