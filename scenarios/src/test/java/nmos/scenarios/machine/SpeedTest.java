package nmos.scenarios.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import nmos.policy.RowCurve;
import nmos.scenarios.machine.Speed.Measured;
import nmos.scenarios.machine.Speed.Roofline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    @Test
    void belowTheKneeTheWeightsDecideAndAboveItTheSums() {
        RowCurve curve = roofline(1_000_000_000, 1_000_000_000_000L).curve(1_000_000, 25_000_000);
        assertThat(curve.ns(1)).isEqualTo(1_000_000);
        assertThat(curve.ns(40)).isEqualTo(1_000_000);
        assertThat(curve.ns(41)).isEqualTo(1_025_000);
        assertThat(curve.ns(3000)).isEqualTo(75_000_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void straightLinesBetweenThePointsAreTheRoofline(long seed) {
        var random = new Random(seed);
        long bandwidth = random.nextLong(1_000_000, 5_000_000_000_000L);
        long peak = random.nextLong(100_000_000, 2_000_000_000_000_000L);
        long bytes = random.nextLong(1, 2_000_000_000);
        long flops = random.nextLong(1, 8_000_000_000L);
        RowCurve curve = roofline(bandwidth, peak).curve(bytes, flops);
        for (int i = 0; i < 2000; i++) {
            int rows = random.nextInt(1, i % 2 == 0 ? 100 : 5000);
            double readNs = bytes * 1e9 / bandwidth;
            double sumNs = (double) flops * rows * 1e9 / peak;
            double expected = Math.max(readNs, sumNs);
            assertThat((double) curve.ns(rows)).as("%d rows", rows)
                    .isBetween(expected * (1 - 1e-9) - 8, expected * (1 + 1e-9) + 8);
        }
    }

    @Test
    void efficiencyLowersBothSidesOfTheRoof() {
        Speed half = new Roofline(number(1_000_000_000), number(1_000_000_000_000L), number(500_000));
        assertThat(half.curve(1_000_000, 25_000_000).ns(1)).isEqualTo(2_000_000);
        assertThat(half.curve(1_000_000, 25_000_000).ns(400)).isEqualTo(20_000_000);
    }

    @Test
    void aMeasuredDeviceTakesWhatWasMeasured() {
        Speed measured = new Measured(
                List.of(new Measured.Point(1, 1_000_000_000), new Measured.Point(9, 500_000_000)),
                Sourced.Kind.MEASURED, "here");
        RowCurve curve = measured.curve(1_000_000, 1);
        assertThat(curve.ns(1)).isEqualTo(1_000_000);
        assertThat(curve.ns(5)).isEqualTo(1_500_000);
        assertThat(curve.ns(9)).isEqualTo(2_000_000);
    }

    private static Roofline roofline(long bandwidth, long peak) {
        return new Roofline(number(bandwidth), number(peak), number(1_000_000));
    }

    private static Sourced number(long value) {
        return new Sourced(value, Sourced.Kind.ASSUMED, "a test");
    }
}
