package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.policy.Ranking;
import nmos.scout.Calibration.Bin;
import nmos.scout.Evaluation.Score;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    /// Believes a prompt of a given length to be CODE, others to be CHAT.
    private record ByLength(int codeLength) implements Scout {
        @Override
        public Ranking rank(String typed) {
            return typed.length() == codeLength
                    ? new Ranking(new int[] {0, 1, 3, 2}, new int[] {700_000, 200_000, 60_000, 40_000})
                    : new Ranking(new int[] {1, 0, 2, 3}, new int[] {550_000, 350_000, 60_000, 40_000});
        }

        @Override
        public String name() {
            return "by length";
        }
    }

    private static final List<LabelledPrompt> PROMPTS = List.of(
            new LabelledPrompt("12345678", Intent.CODE),
            new LabelledPrompt("87654321", Intent.CODE),
            new LabelledPrompt("1234", Intent.CODE),
            new LabelledPrompt("123", Intent.CHAT),
            new LabelledPrompt("12345678", Intent.MATH));

    private final Evaluation evaluation = Evaluation.of(new ByLength(8), PROMPTS);

    @Test
    void sharesAreOfThePromptsCharacters() {
        assertThat(Evaluation.of(new ByLength(2), PROMPTS).scores())
                .extracting(score -> score.confusion().cell(Intent.CODE, Intent.CODE).prompts())
                .containsExactly(0, 2, 1, 0);
    }

    @Test
    void aRowSaysWhatAClassIsTakenFor() {
        Confusion whole = evaluation.scores().getLast().confusion();
        assertThat(whole.prompts(Intent.CODE)).isEqualTo(3);
        assertThat(whole.ppm(Intent.CODE, Intent.CODE)).isEqualTo(666_666);
        assertThat(whole.ppm(Intent.CODE, Intent.CHAT)).isEqualTo(333_333);
        assertThat(whole.ppm(Intent.MATH, Intent.CODE)).isEqualTo(1_000_000);
        assertThat(whole.ppm(Intent.DOCS, Intent.DOCS)).isZero();
    }

    @Test
    void rightWithinKRanksGrowsToAllOfThem() {
        assertThat(evaluation.scores().getLast().withinPpm()).containsExactly(600_000, 800_000, 1_000_000, 1_000_000);
    }

    @Test
    void classesWithoutPromptsDoNotCountInTheMeanOfClasses() {
        Score whole = evaluation.scores().getLast();
        assertThat(whole.accuracyPpm()).isEqualTo(600_000);
        assertThat(whole.balancedAccuracyPpm()).isEqualTo((666_666 + 1_000_000) / 3);
    }

    @Test
    void calibrationHoldsConfidenceAgainstTruth() {
        Calibration whole = evaluation.scores().getLast().calibration();
        assertThat(whole.bins()).containsExactly(
                new Bin(500_000, 2, 550_000, 500_000), new Bin(700_000, 3, 700_000, 666_666));
        assertThat(whole.errorPpm()).isEqualTo((2 * 50_000 + 3 * 33_334) / 5);
    }

    @Test
    void theTableKeepsTheMeanConfidencesOfEachCell() {
        ConfusionTable table = evaluation.table("by length on five prompts");
        assertThat(table.at(100).cell(Intent.MATH, Intent.CODE).meanPpm()).containsExactly(700_000, 200_000, 40_000, 60_000);
        assertThat(table.sample(Intent.MATH, 100, 1))
                .isEqualTo(new Ranking(new int[] {0, 1, 3, 2}, new int[] {700_000, 200_000, 60_000, 40_000}));
    }
}
