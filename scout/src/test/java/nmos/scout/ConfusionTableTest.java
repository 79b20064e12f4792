package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import nmos.policy.Ranking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionTableTest {
    private final ConfusionTable shipped = ConfusionTable.ofKeywordScout();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Intent.class)
    void samplesComeAsOftenAsTheyWereMeasured(Intent truth) {
        for (Confusion share : shipped.shares()) {
            int prompts = share.prompts(truth);
            int[] drawn = new int[Intent.values().length];
            for (int prompt = 0; prompt < prompts; prompt++) {
                drawn[shipped.sample(truth, share.percent(), evenly(prompt, prompts)).intents()[0]]++;
            }
            for (Intent top : Intent.values()) {
                assertThat(drawn[top.ordinal()]).isEqualTo(share.cell(truth, top).prompts());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSampleIsARankingAsAScoutGivesIt(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Ranking ranking = shipped.sample(Intent.values()[random.nextInt(4)], random.nextInt(101), random.nextLong());
            assertThat(ranking.intents()).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(ranking.ppm()[0] + ranking.ppm()[1] + ranking.ppm()[2] + ranking.ppm()[3]).isEqualTo(1_000_000);
            assertThat(ranking.ppm()[0]).isGreaterThanOrEqualTo(ranking.ppm()[1]);
            assertThat(ranking.ppm()[1]).isGreaterThanOrEqualTo(ranking.ppm()[2]);
            assertThat(ranking.ppm()[2]).isGreaterThanOrEqualTo(ranking.ppm()[3]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void withTheSameBitsAPromptOnceRightStaysRightWhileMoreAreRight(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long bits = random.nextLong();
            boolean right = false;
            for (int percent : List.of(0, 25, 50, 100)) {
                boolean now = shipped.sample(Intent.MATH, percent, bits).intents()[0] == Intent.MATH.ordinal();
                assertThat(now || !right).isTrue();
                right = now;
            }
        }
    }

    @Test
    void whatIsTypedCountsAsTheLastShareMeasuredBelowIt() {
        assertThat(shipped.at(0).percent()).isZero();
        assertThat(shipped.at(24).percent()).isZero();
        assertThat(shipped.at(25).percent()).isEqualTo(25);
        assertThat(shipped.at(99).percent()).isEqualTo(50);
        assertThat(shipped.at(100).percent()).isEqualTo(100);
        assertThatThrownBy(() -> shipped.at(101)).hasMessage("percent: 101 is not from 0 to 100");
    }

    @Test
    void aClassNobodyMeasuredIsNotMadeUp() {
        var prompts = List.of(new LabelledPrompt("fix this bug", Intent.CODE));
        ConfusionTable table = Evaluation.of(new KeywordScout(), prompts).table("one prompt");
        assertThat(table.sample(Intent.CODE, 100, 7).intents()[0]).isEqualTo(Intent.CODE.ordinal());
        assertThatThrownBy(() -> table.sample(Intent.DOCS, 100, 7)).hasMessage("nothing was measured on prompts of class DOCS");
    }

    @Test
    void aFileKeepsTheTable() throws IOException {
        Path file = folder.resolve("table.csv");
        ConfusionFile.write(shipped, file);
        assertThat(ConfusionFile.read(file)).isEqualTo(shipped);
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "mine");
        assertThatThrownBy(() -> ConfusionFile.write(shipped, file))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(file + " is there already; name another file");
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "# keyword scout         | keyword scout           | :1: the first line must say what was measured",
        "percent,truth           | share,truth             | :2: the columns must be percent,truth,top,prompts,CODE,CHAT,DOCS,MATH",
        "0,CODE,CODE,0,0         | 0,CODE,CODE,0           | :3: 7 fields, not 8",
        "0,CODE,CODE,0,0         | 0,CODE,CODE,-1,0        | :3: prompts: '-1' is not a whole number",
        "0,CODE,CODE,0,0         | 0,CODE,CODE,00,0        | :3: prompts: '00' is not a whole number",
        "0,CODE,CODE,0,0         | 0,CODE,COAL,0,0         | :3: top: 'COAL' is none of [CODE, CHAT, DOCS, MATH]",
        "0,CODE,CODE,0,0         | 0,CODE,CODE,1,0         | :3: confidences: add up to 0 ppm, not to 1000000",
        "0,CODE,CODE,0,0         | 0,CODE,CODE,0,5         | :3: confidences: add up to 5 ppm, not to 0",
        "0,CODE,CODE,0,0,0,0,0   | 0,CODE,CODE,9,1,999999,0,0 | :3: CHAT: 999999 is not from 0 to the CODE ranked above it",
        "0,CODE,CODE,0,0         | 1,CODE,CODE,0,0         | :4: percent: 0, but this share began as 1",
        "0,CODE,DOCS,0,0         | 0,CODE,CODE,0,0         | :3: percent 0: cell 3 is not CODE,DOCS"
    })
    void whatIsWrongIsNamedByFileLineAndField(String good, String bad, String message) throws IOException {
        String text = ConfusionFile.text(shipped);
        assertThat(text).contains(good);
        Path file = Files.writeString(folder.resolve("table.csv"), text.replaceFirst(Pattern.quote(good), bad));
        assertThatThrownBy(() -> ConfusionFile.read(file))
                .isInstanceOf(ScoutFileException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void aTableCutShortIsRefused() throws IOException {
        String text = ConfusionFile.text(shipped);
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
        assertThatThrownBy(() -> ConfusionFile.read(file)).hasMessageContaining("ends in the middle of a share");
        Files.writeString(file, "# nothing\n" + text.lines().toList().get(1) + "\n");
        assertThatThrownBy(() -> ConfusionFile.read(file)).hasMessage(file + ":2: percent: the first share must be 0");
    }

    /// 64 bits that draw the prompt of that number out of so many.
    private static long evenly(int prompt, int prompts) {
        return BigInteger.ONE.shiftLeft(64)
                .multiply(BigInteger.valueOf(2L * prompt + 1))
                .divide(BigInteger.valueOf(2L * prompts))
                .longValue();
    }
}
