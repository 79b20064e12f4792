package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledPromptTest {
    private static final String GOOD = "{\"text\": \"2 + 2?\", \"label\": \"MATH\", \"from\": {\"a\": [1]}}\n";

    @TempDir
    Path folder;

    @Test
    void aLineIsATextAndALabelAndWhateverElse() throws IOException {
        assertThat(LabelledPrompt.read(file(GOOD), Half.ALL)).containsExactly(new LabelledPrompt("2 + 2?", Intent.MATH));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"text\": \"a\"}                                 | :2: label: missing",
        "{\"label\": \"CODE\"}                             | :2: text: missing",
        "{\"text\": \" \", \"label\": \"CODE\"}            | :2: text: empty",
        "{\"text\": 1, \"label\": \"CODE\"}                | :2: text: not a string",
        "{\"text\": \"a\", \"label\": null}                | :2: label: not a string",
        "{\"text\": \"a\", \"label\": \"code\"}            | :2: label: 'code' is none of [CODE, CHAT, DOCS, MATH]",
        "{\"text\": \"a\", \"text\": \"b\", \"label\": \"CODE\"} | :2: not JSON: Duplicate",
        "{\"text\": \"a\", \"label\": \"CODE\"} {}         | :2: more than one JSON object",
        "[1]                                               | :2: not a JSON object",
        "{\"text\": \"a                                    | :2: not JSON",
        "``                                                | :2: not a JSON object"
    })
    void whatIsWrongIsNamedByFileLineAndField(String line, String message) throws IOException {
        Path file = file(GOOD + line + "\n" + GOOD);
        assertThatThrownBy(() -> LabelledPrompt.read(file, Half.ALL))
                .isInstanceOf(ScoutFileException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void bytesThatAreNotTextAreRefused() throws IOException {
        Path file = folder.resolve("bytes");
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> LabelledPrompt.read(file, Half.ALL)).hasMessageContaining(":1: not UTF-8");
    }

    @Test
    void aFileWithoutPromptsIsRefused() throws IOException {
        Path file = file("");
        assertThatThrownBy(() -> LabelledPrompt.read(file, Half.ALL)).hasMessage(file + ":1: no prompts");
    }

    @Test
    void aPrefixIsCutBetweenCharactersNotInsideOne() {
        LabelledPrompt prompt = new LabelledPrompt("a\uD83D\uDE00bc", Intent.CHAT);
        assertThat(prompt.typed(0)).isEmpty();
        assertThat(prompt.typed(25)).isEqualTo("a");
        assertThat(prompt.typed(50)).isEqualTo("a\uD83D\uDE00");
        assertThat(prompt.typed(100)).isEqualTo(prompt.text());
    }

    @Test
    void eachPromptIsInOneHalfAndBothAreAboutAsLarge() {
        List<String> texts = IntStream.range(0, 10_000).mapToObj(i -> "prompt " + i).toList();
        assertThat(texts).allMatch(text -> Half.DEV.holds(text) != Half.TEST.holds(text) && Half.ALL.holds(text));
        assertThat(texts.stream().filter(Half.DEV::holds).count()).isBetween(4_800L, 5_200L);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("prompts.jsonl"), content);
    }
}
