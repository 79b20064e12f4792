package nmos.world.acceptance;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import nmos.policy.DraftOrder;
import nmos.world.acceptance.AcceptanceSpec.Burst;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerPositionTest {
    private static final int PASSES = 40_000;
    /// Ranks that fall off as a small draft's do; the sum leaves one token in ten to none of them.
    private static final double[] RANKS = {0.65, 0.12, 0.05, 0.03, 0.02, 0.02, 0.01};

    @Test
    void aChainOfFifteenAtSixtyFivePercentYieldsTwoPointEightFive() {
        assertThat(Tau.chain(0.65, 15)).isCloseTo(2.85, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"0.65,15", "0.65,1", "0.65,4", "0.9,8", "0.2,3", "1,5", "0,5"})
    void chainsYieldTheClosedForm(double acceptance, int k) {
        int[] tau = Passes.tau(Passes.of(PerPosition.chain(acceptance), 42), DraftOrder.chain(MODEL, k), PASSES);
        assertThat(Passes.mean(tau)).isCloseTo(Tau.chain(acceptance, k), within(4 * Passes.standardError(tau) + 1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 2.5, 6})
    void treesYieldTheClosedFormWhateverTheSpread(double spread) {
        PerPosition chances = PerPosition.ranks(spread, RANKS);
        for (int[] widths : new int[][] {{1, 1, 1}, {3}, {4, 2, 2, 1}, {7, 7}}) {
            int[] tau = Passes.tau(Passes.of(chances, 7), DraftOrder.levels(MODEL, widths), PASSES);
            assertThat(Passes.mean(tau))
                    .as("widths %s", Arrays.toString(widths))
                    .isCloseTo(Tau.levels(chances, widths), within(4 * Passes.standardError(tau)));
        }
    }

    @Test
    void acceptanceMayDifferByDepthAndTheLastHoldsOn() {
        PerPosition chances = new PerPosition(List.of(0.9, 0.5, 0.8), List.of(), 1, null);
        int[] tau = Passes.tau(Passes.of(chances, 3), DraftOrder.chain(MODEL, 4), PASSES);
        double expected = 1 + 0.9 + 0.9 * 0.5 + 0.9 * 0.5 * 0.8 + 0.9 * 0.5 * 0.8 * 0.8;
        assertThat(Tau.levels(chances, 1, 1, 1, 1)).isCloseTo(expected, within(1e-12));
        assertThat(Passes.mean(tau)).isCloseTo(expected, within(4 * Passes.standardError(tau)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 3, 6})
    void guessesShownWithAConfidenceAreRightThatOften(double spread) {
        Acceptance acceptance = Passes.of(PerPosition.ranks(spread, RANKS), 11);
        int classes = 20;
        double[] shown = new double[classes];
        int[] right = new int[classes];
        int[] count = new int[classes];
        for (int pass = 0; pass < PASSES; pass++) {
            Draft draft = acceptance.draft(0, DraftOrder.levels(MODEL, 7, 7, 7));
            boolean[] onPath = new boolean[draft.tree().nodes()];
            for (int node : draft.rightPath()) {
                onPath[node] = true;
            }
            for (int node = 0; node < onPath.length; node++) {
                int parent = draft.tree().parent()[node];
                if (parent < 0 || onPath[parent]) {
                    double confidence = draft.tree().confidencePpm()[node] / 1e6;
                    int like = Math.min(classes - 1, (int) (confidence * classes));
                    shown[like] += confidence;
                    count[like]++;
                    right[like] += onPath[node] ? 1 : 0;
                }
            }
            acceptance.verify(draft, 0);
        }
        for (int like = 0; like < classes; like++) {
            if (count[like] > 0) {
                double mean = shown[like] / count[like];
                // A token is seen from three passes: three times the variance of as many independent ones.
                double error = Math.sqrt(3 * mean * (1 - mean) / count[like]);
                assertThat((double) right[like] / count[like])
                        .as("shown %s", mean)
                        .isCloseTo(mean, within(4 * error + 2e-6));
            }
        }
    }

    @Test
    void withoutSpreadEachConfidenceIsTheMeanAndWithSpreadTheyDifferAroundIt() {
        DraftOrder order = DraftOrder.chain(MODEL, 1);
        assertThat(confidences(0, order)).containsOnly(650_000);
        int[] spread = confidences(3, order);
        assertThat(Passes.mean(spread)).isCloseTo(650_000, within(4 * Passes.standardError(spread)));
        assertThat(Arrays.stream(spread).max().orElseThrow()).isGreaterThan(990_000);
        assertThat(Arrays.stream(spread).min().orElseThrow()).isLessThan(300_000);
    }

    private static int[] confidences(double spread, DraftOrder order) {
        Acceptance acceptance = Passes.of(PerPosition.ranks(spread, RANKS), 5);
        int[] shown = new int[4_000];
        for (int pass = 0; pass < shown.length; pass++) {
            Draft draft = acceptance.draft(0, order);
            shown[pass] = draft.tree().confidencePpm()[0];
            acceptance.verify(draft, 0);
        }
        return shown;
    }

    @ParameterizedTest
    @CsvSource({"0.3,0.5,1", "0.3,0.5,12", "0.4,0,30"})
    void burstsKeepTheMeanAndCorrelateNeighbours(double hardShare, double hardFactor, double meanTokens) {
        PerPosition chances =
                new PerPosition(List.of(0.6), List.of(), 0, new Burst(hardShare, hardFactor, meanTokens));
        Acceptance acceptance = Passes.of(chances, 21);
        int[] confidence = new int[200_000];
        for (int token = 0; token < confidence.length; token++) {
            Draft draft = acceptance.draft(0, DraftOrder.chain(MODEL, 1));
            confidence[token] = draft.tree().confidencePpm()[0];
            acceptance.verify(draft, 0);
        }
        double mean = Passes.mean(confidence);
        double products = 0;
        double squares = 0;
        for (int token = 1; token < confidence.length; token++) {
            products += (confidence[token] - mean) * (confidence[token - 1] - mean);
            squares += (confidence[token] - mean) * (confidence[token] - mean);
        }
        // Neighbours are alike unless the state is drawn anew between them; the error of the mean grows with the stretch.
        assertThat(mean).isCloseTo(600_000, within(4 * Passes.standardError(confidence) * Math.sqrt(2 * meanTokens)));
        assertThat(products / squares).isCloseTo(1 - 1 / meanTokens, within(0.02));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "1.2; 0.1; acceptance: 1.2 is not a probability",
        "0.1; 0.3; acceptance: at 0.1 the first choice would be right less often than the second, by runnersUp 0.3",
        "0.5; 1.01; runnersUp: 1.01 is not a probability"
    })
    void impossibleChancesAreRefused(double acceptance, double runnerUp, String message) {
        assertThatThrownBy(() -> new PerPosition(List.of(acceptance), List.of(runnerUp), 0, null)).hasMessage(message);
    }
}
