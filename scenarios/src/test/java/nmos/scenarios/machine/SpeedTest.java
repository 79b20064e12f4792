package nmos.scenarios.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import nmos.policy.RowCurve;
import nmos.scenarios.machine.Speed.Measured;
import nmos.scenarios.machine.Speed.Measured.Beside;
import nmos.scenarios.machine.Speed.Measured.Curve;
import nmos.scenarios.machine.Speed.Measured.Point;
import nmos.scenarios.machine.Speed.Roofline;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.shape.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    @Test
    void belowTheKneeTheWeightsDecideAndAboveItTheSums() {
        RowCurve curve = roofline(1_000_000_000, 1_000_000_000_000L).curve(q8(1_000_000, 25_000_000));
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
        RowCurve curve = roofline(bandwidth, peak).curve(q8(bytes, flops));
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
        assertThat(half.curve(q8(1_000_000, 25_000_000)).ns(1)).isEqualTo(2_000_000);
        assertThat(half.curve(q8(1_000_000, 25_000_000)).ns(400)).isEqualTo(20_000_000);
    }

    @Test
    void weightsThatAreUnpackedAreWrittenOutAndReadAgainBeforeEachProduct() {
        Speed unpacks = new Roofline(number(1_000_000_000), number(1_000_000_000_000L), number(1_000_000), number(16));
        // 34 bytes hold 32 numbers: a million bytes read, 2 bytes a number written, the same read again by products
        long wide = 34_000_000L / 34 * 32 * 2;
        assertThat(unpacks.curve(q8(34_000_000, 25_000_000)).ns(1)).isEqualTo(34_000_000 + wide + wide);
        assertThat(unpacks.curve(q8(34_000_000, 25_000_000)).ns(10_000)).isEqualTo(34_000_000 + wide + 250_000_000);
    }

    @Test
    void weightsOfSixteenBitsAreNotUnpacked() {
        Work plain = new Work(1_000_000, Map.of(TensorType.F16, 1_000_000L), 25_000_000, 0, 0);
        Speed unpacks = new Roofline(number(1_000_000_000), number(1_000_000_000_000L), number(1_000_000), number(16));
        assertThat(unpacks.curve(plain)).usingRecursiveComparison().isEqualTo(roofline(1_000_000_000, 1_000_000_000_000L).curve(plain));
    }

    @Test
    void aMeasuredDeviceTakesWhatWasMeasured() {
        Speed measured = new Measured(
                List.of(new Measured.Point(1, 1_000_000_000), new Measured.Point(9, 500_000_000)),
                Sourced.Kind.MEASURED, "here");
        RowCurve curve = measured.curve(q8(1_000_000, 1));
        assertThat(curve.ns(1)).isEqualTo(1_000_000);
        assertThat(curve.ns(5)).isEqualTo(1_500_000);
        assertThat(curve.ns(9)).isEqualTo(2_000_000);
    }

    @Test
    void eachWayOfStoringWeightsTakesItsOwnTimeAndWhatLayersDoBesideComesOnTop() {
        Speed measured = new Measured(
                List.of(
                        new Curve(TensorType.Q4_K, List.of(new Point(1, 2_000_000_000), new Point(4, 1_000_000_000))),
                        new Curve(TensorType.Q6_K, List.of(new Point(1, 1_000_000_000), new Point(2, 1_000_000_000)))),
                List.of(), 50_000, 1_000_000_000, 8_000_000_000L, Beside.UNDISTURBED, new Beside(900_000, 4_000_000_000L), Sourced.Kind.MEASURED, "here");
        var work = new Work(
                3_000_000, Map.of(TensorType.Q4_K, 2_000_000L, TensorType.Q6_K, 1_000_000L), 1, 2, 10_000);
        RowCurve curve = measured.curve(work);
        assertThat(curve.ns(1)).isEqualTo(1_000_000 + 1_000_000 + 2 * 50_000 + 10_000);
        assertThat(curve.ns(4)).isEqualTo(2_000_000 + 1_000_000 + 2 * 50_000 + 40_000);
        assertThat(measured.unknown(work)).isEmpty();
    }

    @Test
    void whatNobodyMeasuredIsNamed() {
        Speed measured = new Measured(
                List.of(new Curve(TensorType.Q4_K, List.of(new Point(1, 2_000_000_000)))),
                List.of(), 0, 0, 0, Beside.UNDISTURBED, Beside.UNDISTURBED, Sourced.Kind.MEASURED, "here");
        assertThat(measured.unknown(q8(1, 1))).contains(TensorType.Q8_0);
    }

    @Test
    void whatIsLostBesideCopiesIsInProportionToTheirPace() {
        Beside beside = new Beside(800_000, 4_000_000_000L);
        assertThat(beside.lostPpm(4_000_000_000L)).isEqualTo(200_000);
        assertThat(beside.lostPpm(1_000_000_000L)).isEqualTo(50_000);
        assertThat(beside.lostPpm(100_000_000_000L)).isEqualTo(900_000);
        assertThat(Beside.UNDISTURBED.lostPpm(4_000_000_000L)).isZero();
    }

    private static Work q8(long bytes, long flopsPerRow) {
        return new Work(bytes, Map.of(TensorType.Q8_0, bytes), flopsPerRow, 0, 0);
    }

    private static Roofline roofline(long bandwidth, long peak) {
        return new Roofline(number(bandwidth), number(peak), number(1_000_000));
    }

    private static Sourced number(long value) {
        return new Sourced(value, Sourced.Kind.ASSUMED, "a test");
    }
}
