package nmos.reports.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KneeTest {
    private static Knee of(int from, int to, DoubleUnaryOperator goodness) {
        List<Double> knobs = IntStream.rangeClosed(from, to).mapToObj(i -> (double) i).toList();
        return of(knobs, knobs.stream().map(knob -> -goodness.applyAsDouble(knob)).toList(), Double.NaN);
    }

    private static Knee of(List<Double> knobs, List<Double> costs, double chance) {
        return Knee.of(knobs, costs, costs.stream().map(_ -> chance).toList());
    }

    private static int index(Knee knee) {
        assertThat(knee).isInstanceOf(Knee.At.class);
        return ((Knee.At) knee).index();
    }

    @Test
    void whatRisesFastAndThenSlowlyHasItsKneeBetween() {
        assertThat(index(of(0, 20, knob -> Math.min(knob, 5) + knob / 100))).isEqualTo(5);
        // The furthest from the chord of 1 - exp(-x) over 0..10 is where its slope is that of the chord: at ln 10.
        assertThat(index(of(0, 100, knob -> -Math.exp(-knob / 10)))).isEqualTo(23);
    }

    @Test
    void whatFallsHasItsKneeBeforeItFallsFast() {
        assertThat(index(of(0, 20, knob -> knob < 15 ? -knob / 100 : -knob))).isEqualTo(14);
    }

    @Test
    void whatRisesAndFallsAgainHasItsKneeOnTheWayUp() {
        assertThat(index(of(0, 20, knob -> knob < 4 ? knob : knob < 12 ? 4 + (knob - 4) / 100 : 5 - knob / 5))).isEqualTo(4);
    }

    @Test
    void aStraightLineAFlatOneAndAFewPointsHaveNone() {
        assertThat(of(0, 20, knob -> 3 * knob)).isInstanceOf(Knee.Nowhere.class);
        assertThat(of(0, 20, _ -> 7)).isEqualTo(new Knee.Nowhere("the curve is flat"));
        assertThat(of(0, 2, knob -> knob)).isInstanceOf(Knee.Nowhere.class);
        assertThat(of(0, 20, knob -> knob * knob)).isInstanceOf(Knee.Nowhere.class);
    }

    @Test
    void stretchingAKnobOrAFigureMovesNothing() {
        DoubleUnaryOperator curve = knob -> Math.sqrt(knob);
        List<Double> knobs = IntStream.rangeClosed(1, 50).mapToObj(i -> i * 1e9).toList();
        assertThat(index(of(knobs, knobs.stream().map(knob -> -1e-3 * curve.applyAsDouble(knob / 1e9)).toList(), Double.NaN)))
                .isEqualTo(index(of(1, 50, curve)));
    }

    @Test
    void noiseHasNoKnee() {
        List<Double> knobs = IntStream.rangeClosed(1, 40).mapToObj(i -> (double) i).toList();
        int taken = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Double> flat = knobs.stream().map(_ -> 100 + .1 * random.nextGaussian()).toList();
            taken += of(knobs, flat, Double.NaN) instanceof Knee.At ? 1 : 0;
            assertThat(of(knobs, flat, .8)).isInstanceOf(Knee.Nowhere.class);
            List<Double> straight = knobs.stream().map(knob -> -knob + 3 * random.nextGaussian()).toList();
            assertThat(of(knobs, straight, 20)).isInstanceOf(Knee.Nowhere.class);
            List<Double> bent = knobs.stream().map(knob -> -Math.min(knob, 10) + .01 * random.nextGaussian()).toList();
            assertThat(index(of(knobs, bent, .08))).isBetween(8, 10);
        }
        assertThat(taken).as("noise that would be taken for a knee by whoever does not know how much is luck").isGreaterThan(5);
    }
}
