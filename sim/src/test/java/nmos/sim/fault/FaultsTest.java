package nmos.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.TreeMap;
import nmos.world.modelled.Streams;
import nmos.sim.station.Fate;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final FaultRates RATES =
            new FaultRates(50_000, 3_000_000, 20_000, 10_000, 30_000, 500, 1_000_000, 200_000, 400_000, 1, 2);

    private static String kind(Fate fate) {
        if (fate.workPpm() != Fate.NONE.workPpm()) {
            return "late";
        }
        return fate.heldNs() > 0 ? "held" : fate.outcome().toString();
    }

    @Test
    void fetchesMeetFaultsAtTheirRates() {
        Faults faults = new Faults(RATES, new Streams(9, 0));
        int fetches = 200_000;
        Map<String, Integer> counts = new TreeMap<>();
        for (long fetch = 0; fetch < fetches; fetch++) {
            Fate fate = faults.ofFetch(fetch);
            counts.merge(kind(fate), 1, Integer::sum);
            assertThat(fate.heldNs()).isBetween(0L, 500L);
        }
        expect(counts, "late", 0.05, fetches);
        expect(counts, Outcome.FAILED.toString(), 0.02, fetches);
        expect(counts, Outcome.DROPPED.toString(), 0.01, fetches);
        expect(counts, "held", 0.03, fetches);
        expect(counts, Outcome.DONE.toString(), 0.89, fetches);
    }

    private static void expect(Map<String, Integer> counts, String kind, double share, int fetches) {
        double deviation = Math.sqrt(fetches * share * (1 - share));
        assertThat((double) counts.getOrDefault(kind, 0))
                .as(kind)
                .isBetween(fetches * share - 5 * deviation, fetches * share + 5 * deviation);
    }

    @Test
    void aFetchsFateIsItsOwnWhoeverAsksAndWhen() {
        Faults faults = new Faults(RATES, new Streams(9, 0));
        Fate[] upwards = new Fate[1_000];
        for (int fetch = 0; fetch < upwards.length; fetch++) {
            upwards[fetch] = faults.ofFetch(fetch);
        }
        Faults again = new Faults(RATES, new Streams(9, 0));
        for (int fetch = upwards.length - 1; fetch >= 0; fetch--) {
            assertThat(again.ofFetch(fetch)).isEqualTo(upwards[fetch]);
        }
        assertThat(upwards).anyMatch(fate -> !fate.equals(new Faults(RATES, new Streams(10, 0)).ofFetch(0)));
    }

    @Test
    void withoutRatesNothingGoesWrong() {
        Faults faults = new Faults(FaultRates.NONE, new Streams(9, 0));
        for (long fetch = 0; fetch < 10_000; fetch++) {
            assertThat(faults.ofFetch(fetch)).isEqualTo(Fate.NONE);
        }
        assertThat(faults.pressed()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> faults.episode(0, 0));
    }

    @Test
    void episodesOfPressureFollowOneAnotherAtTheirMeanGap() {
        Faults faults = new Faults(RATES, new Streams(9, 0));
        long afterNs = 0;
        double gapsNs = 0;
        int episodes = 10_000;
        int[] tiers = new int[3];
        for (long index = 0; index < episodes; index++) {
            Pressure episode = faults.episode(index, afterNs);
            assertThat(episode.startNs()).isGreaterThan(afterNs);
            assertThat(episode.durationNs()).isBetween(1L, 200_000L);
            assertThat(episode.takenPpm()).isBetween(1, 400_000);
            tiers[episode.tier()]++;
            gapsNs += episode.startNs() - afterNs;
            afterNs = episode.endNs();
        }
        // An exponential's deviation is its mean: five standard errors are 5 %.
        assertThat(gapsNs / episodes).isBetween(950_000.0, 1_050_000.0);
        assertThat(tiers[0]).isZero();
        assertThat(tiers[1]).isBetween(4_750, 5_250);
    }

    @Test
    void impossibleRatesAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultRates(500_001, 1_000_000, 500_000, 0, 0, 1, 0, 1, 1))
                .withMessage("fault rates: the four rates exceed 1,000,000 ppm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultRates(0, 999_999, 0, 0, 0, 1, 0, 1, 1))
                .withMessageContaining("lateWorkPpm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultRates(0, 1_000_000, 0, 0, 0, 1, 5, 1, 1))
                .withMessageContaining("pressureTiers");
    }
}
