package nmos.live.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFunctionsTest {
    private static float[] random(int count, double deviation, long seed) {
        var random = new Random(seed);
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) (random.nextGaussian() * deviation);
        }
        return x;
    }

    @Test
    void theExponentialIsTwoUnitsOffAtMostAndTheSameInVectors() {
        float[] some = new float[Lanes.COUNT];
        for (float x = -86; x < 87; x += 0.013f) {
            double exact = Math.exp(x);
            assertThat((double) Exponential.of(x)).isCloseTo(exact, within(2 * (double) Math.ulp((float) exact)));
            Exponential.of(FloatVector.broadcast(Lanes.FLOATS, x)).intoArray(some, 0);
            assertThat(some).containsOnly(Exponential.of(x));
        }
        assertThat(Exponential.of(Float.NEGATIVE_INFINITY)).isLessThan(1e-37f).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 15, 16, 17, 31, 100, 1_000})
    void softmaxGivesSharesOfOne(int count) {
        float[] x = random(count + 2, 4, count);
        double sum = 0;
        for (int i = 1; i <= count; i++) {
            sum += Math.exp(x[i]);
        }
        float[] shares = x.clone();

        RowFunctions.softmax(shares, 1, count, new float[Lanes.COUNT]);

        for (int i = 1; i <= count; i++) {
            double exact = Math.exp(x[i]) / sum;
            assertThat((double) shares[i]).isCloseTo(exact, within(exact * 3e-6 + 1e-12));
        }
        assertThat(shares[0]).isEqualTo(x[0]);
        assertThat(shares[count + 1]).isEqualTo(x[count + 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 172})
    void swiGluIsSiluOfTheGateTimesUp(int count) {
        float[] gate = random(count, 3, 1);
        float[] up = random(count, 3, 2);
        float[] out = gate.clone();

        RowFunctions.swiGlu(out, up, 0, count);

        for (int i = 0; i < count; i++) {
            double exact = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
            assertThat((double) out[i]).isCloseTo(exact, within(Math.abs(exact) * 1e-6 + 1e-12));
        }
    }

    @Test
    void rmsNormScalesToMeanSquareOne() {
        float[] x = random(100, 5, 3);
        float[] ones = new float[100];
        Arrays.fill(ones, 1);
        float[] out = new float[100];

        RowFunctions.rmsNorm(x, 0, 100, ones, 0, out, 0);

        double squares = 0;
        for (float number : out) {
            squares += number * number;
        }
        assertThat(squares / 100).isCloseTo(1, within(1e-5));
        assertThat(out[7] / out[3]).isCloseTo(x[7] / x[3], within(1e-5f));
    }
}
