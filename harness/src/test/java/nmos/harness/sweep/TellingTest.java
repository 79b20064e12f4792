package nmos.harness.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import org.junit.jupiter.api.Test;

class TellingTest {
    private static final int POINTS = 1000;

    private static Sweep told(int replications, Random random, double worse) {
        Manifest manifest = new Manifest("s", "m", List.of(), List.of(new Manifest.Axis("k", IntStream.range(0, POINTS).mapToObj(Integer::toString).toList())),
                List.of(new Manifest.Metric("good", "", true)), 1, replications, "a", List.of(), "b", "nmos sweep", true, POINTS, POINTS, List.of());
        return Telling.of(manifest, IntStream.range(0, POINTS).mapToObj(number -> new Point(number, Point.Kind.SIMULATED, null,
                IntStream.range(0, replications).mapToObj(_ -> 0).toList(),
                List.of(DoubleStream.generate(() -> random.nextGaussian() - (number < POINTS / 2 ? 0 : worse)).limit(replications).boxed().toList()),
                List.of(), null)).toList());
    }

    @Test
    void ofManyPointsThatAreAlikeNoneSeemWorseThanTheLuckiest() {
        for (int seed = 0; seed < 5; seed++) {
            assertThat(told(10, new Random(seed), 0).asGood(0)).as("with an interval for each pair alone some 500 do").isGreaterThan(POINTS - 20);
        }
    }

    @Test
    void whatIsMuchWorseIsStillToldApart() {
        assertThat(told(10, new Random(1), 20).asGood(0)).isBetween(POINTS / 2 - 20L, POINTS / 2 - 1L);
    }

    @Test
    void aPointThatLacksAFigureInOneReplicationIsBestInNothing() {
        Manifest manifest = new Manifest("s", "m", List.of(), List.of(new Manifest.Axis("k", List.of("1", "2"))),
                List.of(new Manifest.Metric("good", "", true)), 1, 2, "a", List.of(), "b", "nmos sweep", true, 2, 2, List.of());
        Sweep sweep = Telling.of(manifest, List.of(
                new Point(0, Point.Kind.SIMULATED, null, List.of(0, 0), List.of(List.of(9.0, Double.NaN)), List.of(), null),
                new Point(1, Point.Kind.SIMULATED, null, List.of(0, 0), List.of(List.of(1.0, 2.0)), List.of(), null)));
        assertThat(sweep.best(0)).hasValueSatisfying(best -> assertThat(best.number()).isEqualTo(1));
    }
}
