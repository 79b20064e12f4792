package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatSynthWritesStatsDescribes() {
        String file = dir.resolve("two.jsonl").toString();
        assertThat(run("synth", "--people", "composing,retrying", "--turns", "4", "--seed", "7", "-o", file)).isZero();
        assertThat(out.toString()).contains("two.jsonl: 2 sessions, 8 turns");
        assertThat(run("stats", file)).isZero();
        assertThat(out.toString()).contains("a model of").contains("words a minute claims").contains("until +40 in a turn, s");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonIsOneObjectOnStdout() {
        String file = dir.resolve("one.jsonl").toString();
        assertThat(run("synth", "--people", "leaving", "--turns", "2", "--json", "-o", file)).isZero();
        assertThat(run("stats", file, "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(out.toString()).contains("\"left_half_way\":1").contains("\"claimed_ms\":{\"20\":");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theSameSeedWritesTheSameBytesAndAnotherOneOthers() throws IOException {
        Path first = dir.resolve("first.jsonl");
        Path second = dir.resolve("second.jsonl");
        Path third = dir.resolve("third.jsonl");
        assertThat(run("synth", "--people", "composing", "--turns", "2", "-o", first.toString())).isZero();
        assertThat(run("synth", "--people", "composing", "--turns", "2", "-o", second.toString())).isZero();
        assertThat(run("synth", "--people", "composing", "--turns", "2", "--seed", "2", "-o", third.toString())).isZero();
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(Files.mismatch(first, third)).isNotEqualTo(-1);
    }

    @Test
    void aRecordingIsImportedAndABadOneLeavesNoFile() throws IOException {
        Path recording = dir.resolve("people.tsv");
        Path trace = dir.resolve("people.jsonl");
        Files.writeString(recording, "ann\t0I 100I 200G 5000G\n");
        assertThat(run("import", recording.toString(), "-o", trace.toString())).isZero();
        assertThat(out.toString()).contains("1 sessions, 2 turns, 7 events");
        assertThat(run("import", recording.toString(), "-o", trace.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("already there; --replace replaces it");
        Files.writeString(recording, "ann\t0I 100I\nbob\t0I -4I\n");
        Path none = dir.resolve("none.jsonl");
        assertThat(run("import", recording.toString(), "-o", none.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("people.tsv: line 2: column 8: a whole number");
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactlyInAnyOrder(recording, trace);
        }
    }

    @Test
    void badInputIsOneLineThatNamesFileLineAndField() throws IOException {
        Path file = dir.resolve("bad.jsonl");
        Files.writeString(file, """
                {"format":"nmos-trace","version":1,"text":false,"source":"","why":""}
                {"ns":0,"session":0,"do":"open","person":"ann"}
                {"ns":-7,"session":0,"do":"submit"}
                """);
        assertThat(run("stats", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString()
                .endsWith("bad.jsonl: line 3: ns: -7 is before the start");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void badArgumentsAreRefused() {
        String file = dir.resolve("x.jsonl").toString();
        assertThat(run("stats", file)).isEqualTo(2);
        assertThat(run("synth", "--people", "dancing", "-o", file)).isEqualTo(2);
        assertThat(run("synth", "--people", "composing", "--turns", "0", "-o", file)).isEqualTo(2);
        assertThat(run("synth", "-o", file)).isEqualTo(2);
        assertThat(run("import", file, "-o", file)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(5);
        assertThat(err.toString()).contains("no such file").contains("--turns: 0 is not at least 1").contains("say --format");
        assertThat(Path.of(file)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "import", "synth"})
    void helpHasAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Example:").contains("nmos trace " + command);
    }

    private int run(String... args) {
        String[] all = Stream.concat(Stream.of("trace"), Stream.of(args)).toArray(String[]::new);
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(all);
    }
}
