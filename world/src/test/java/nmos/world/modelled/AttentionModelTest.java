package nmos.world.modelled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import nmos.scenarios.AttentionSpec;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thirty percent at the first four tokens, thirty at the last 256, the rest by rank with an exponent of .7.
class AttentionModelTest {
    private static final int HELD = 16_000;

    private static AttentionModel model() {
        return new AttentionModel(AttentionSpec.assumed(true), new Streams(1, 0), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100, 4_000, HELD})
    void howeverAContextIsCutItsPartsMakeTheWhole(int page) {
        AttentionModel model = model();
        double sum = 0;
        for (int from = 0; from < HELD; from += page) {
            sum += model.massPpm(0, from, Math.min(from + page, HELD), HELD);
        }
        assertThat(sum).isCloseTo(1e6, Offset.offset(1.0));
    }

    @Test
    void sinksAndTheRecentGetTheirShares() {
        AttentionModel model = model();
        double heavyOfThem = 400_000.0 * (4 + 256) / HELD;
        assertThat(model.massPpm(0, 0, 4, HELD)).isBetween(300_000.0, 300_000 + 10 * heavyOfThem);
        assertThat(model.massPpm(0, HELD - 256, HELD, HELD)).isBetween(300_000.0, 300_000 + 10 * heavyOfThem);
        assertThat(model.massPpm(0, 4, HELD - 256, HELD)).isLessThan(400_000);
    }

    /// The slope of weight over rank, both as logarithms, among the ranks where a sample is not luck.
    @Test
    void heavyHittersFallWithThePowerOfTheirRank() {
        AttentionModel model = model();
        int stretches = (HELD - 512) / 16;
        double[] weights = new double[stretches];
        for (int stretch = 0; stretch < stretches; stretch++) {
            weights[stretch] = model.massPpm(0, 16 + 16 * stretch, 32 + 16 * stretch, HELD);
        }
        Arrays.sort(weights);
        double slope = Math.log(weights[stretches - 10] / weights[stretches - 300]) / Math.log(300.0 / 10);
        assertThat(slope).isCloseTo(.7, Offset.offset(.1));
    }

    @Test
    void thePastDoesNotChangeAsTheContextGrows() {
        AttentionModel model = model();
        double early = model.massPpm(0, 1_000, 1_016, HELD) / model.massPpm(0, 2_000, 2_016, HELD);
        double late = model.massPpm(0, 1_000, 1_016, 2 * HELD) / model.massPpm(0, 2_000, 2_016, 2 * HELD);
        assertThat(late).isCloseTo(early, Offset.offset(1e-9));
    }
}
