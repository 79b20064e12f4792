package nmos.policy.speculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private final Calibration calibration = new Calibration();

    private void learn(int confidencePpm, int depth, double truth, int times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            calibration.learn(confidencePpm, depth, random.nextDouble() < truth);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1000", "1000,1000", "300000,300000", "999000,999000", "1000000,999000"})
    void atFirstAGuessIsWorthItsConfidenceWithinReason(int confidencePpm, int worth) {
        assertThat(calibration.rightPpm(confidencePpm, 1)).isEqualTo(worth);
    }

    @ParameterizedTest
    @CsvSource({"650000,0.65", "900000,0.5", "300000,0.7", "999000,0.9", "100000,0.02"})
    void itComesToWhatGuessesTurnedOutToBe(int confidencePpm, double truth) {
        double sum = 0;
        int rounds = 200;
        for (int round = 0; round < rounds; round++) {
            learn(confidencePpm, 2, truth, 50, round);
            sum += calibration.rightPpm(confidencePpm, 2) / 1e6;
        }
        assertThat(sum / rounds).isCloseTo(truth, within(0.05));
    }

    @Test
    void aSingleOutcomeMovesItALittle() {
        calibration.learn(500_000, 1, false);
        assertThat(calibration.rightPpm(500_000, 1)).isBetween(350_000, 480_000);
    }

    @Test
    void aChangeOfSubjectIsFollowedWithinAHundredGuesses() {
        learn(800_000, 1, 0.95, 1_000, 1);
        assertThat(calibration.rightPpm(800_000, 1)).isGreaterThan(850_000);
        learn(800_000, 1, 0.1, 100, 2);
        assertThat(calibration.rightPpm(800_000, 1)).isLessThan(350_000);
        learn(800_000, 1, 0.95, 100, 3);
        assertThat(calibration.rightPpm(800_000, 1)).isGreaterThan(700_000);
    }

    @Test
    void depthsDifferWhereOutcomesDo() {
        for (int round = 0; round < 200; round++) {
            learn(700_000, 1, 0.9, 1, round);
            learn(700_000, 5, 0.3, 1, 1_000 + round);
        }
        assertThat(calibration.rightPpm(700_000, 1)).isGreaterThan(750_000);
        assertThat(calibration.rightPpm(700_000, 5)).isLessThan(450_000);
    }

    @Test
    void whatWasLearntAtOneDepthIsHintedAtOthersAndOfNoUseToOtherConfidences() {
        learn(700_000, 1, 0, 60, 1);
        assertThat(calibration.rightPpm(700_000, 4)).isLessThan(300_000);
        assertThat(calibration.rightPpm(400_000, 1)).isEqualTo(400_000);
    }
}
