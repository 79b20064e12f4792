package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nmos.scout.ConfusionFile;
import nmos.scout.Intent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoutCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file = Path.of("");

    @BeforeEach
    void prompts() throws IOException {
        file = Files.writeString(folder.resolve("prompts.jsonl"), """
                {"text": "write a python function that sorts a list", "label": "CODE"}
                {"text": "who was the first emperor of Rome?", "label": "CHAT"}
                {"text": "summarize the article below", "label": "DOCS"}
                {"text": "who won?", "label": "MATH"}
                """);
    }

    @Test
    void evalPrintsWhatWasTakenForWhat() {
        assertThat(run("eval", file.toString())).isZero();
        assertThat(out.toString())
                .contains("measured: keyword scout on prompts.jsonl, 4 prompts")
                .containsPattern("100 % +75.0 % +75.0 %")
                .containsPattern("MATH +1 +0 +1000000 +0 +0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void evalAsJsonIsOneObjectOnOneLine() {
        assertThat(run("eval", file.toString(), "--json")).isZero();
        assertThat(out.toString())
                .hasLineCount(1)
                .startsWith("{\"kind\":\"measured\",")
                .contains("\"typed_percent\":100,\"accuracy_ppm\":750000,")
                .contains("\"MATH\":{\"CODE\":0,\"CHAT\":1000000,\"DOCS\":0,\"MATH\":0,\"prompts\":1}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theTwoHalvesAreWhatTheWholeIs() throws IOException {
        Files.writeString(file, Stream.iterate(1, i -> i + 1).limit(40)
                .map(i -> "{\"text\": \"what is " + i + " plus one?\", \"label\": \"MATH\"}\n")
                .reduce("", String::concat));
        int prompts = 0;
        for (String half : new String[] {"dev", "test"}) {
            Path table = folder.resolve(half + ".csv");
            assertThat(run("eval", file.toString(), "--half", half, "--table", table.toString())).isZero();
            prompts += ConfusionFile.read(table).at(100).prompts(Intent.MATH);
        }
        assertThat(prompts).isEqualTo(40);
    }

    @Test
    void badInputIsOneLineThatNamesFileLineAndField() throws IOException {
        Files.writeString(file, "{\"text\": \"a\", \"label\": \"POEM\"}\n");
        assertThat(run("eval", file.toString())).isEqualTo(2);
        assertThat(err).hasToString(
                "nmos scout eval: " + file + ":1: label: 'POEM' is none of [CODE, CHAT, DOCS, MATH]\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTableThatIsThereIsNotWrittenOver() throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), "mine");
        assertThat(run("eval", file.toString(), "--table", table.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is there already; name another file").hasLineCount(1);
        assertThat(table).hasContent("mine");
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(Stream.concat(Stream.of("scout"), Stream.of(args)).toArray(String[]::new));
    }
}
