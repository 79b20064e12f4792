package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatSynthWritesInspectDescribes() {
        Path file = dir.resolve("small.gguf");
        assertThat(run("synth", "--shape", "qwen2.5-0.5b-q4_k_m", "--layers", "2", file.toString())).isZero();
        assertThat(run("inspect", file.toString(), "--json")).isZero();
        assertThat(out.toString())
                .contains("\"architecture\":\"qwen2\"")
                .contains("\"vocabulary\":151936")
                .contains("\"tied\":true")
                .contains("\"experts\":0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theSameSeedWritesTheSameBytesAndAnotherOneOthers() throws IOException {
        Path first = dir.resolve("first.gguf");
        Path second = dir.resolve("second.gguf");
        Path third = dir.resolve("third.gguf");
        String[] start = {"synth", "--shape", "qwen2.5-0.5b-q2_k", "--layers", "1"};
        assertThat(run(start, first.toString())).isZero();
        assertThat(run(start, second.toString())).isZero();
        assertThat(run(start, "--seed", "2", third.toString())).isZero();
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(Files.mismatch(first, third)).isNotEqualTo(-1);
    }

    @Test
    void aFileThatIsNoModelIsRefusedByItsName() throws IOException {
        Path file = Files.writeString(dir.resolve("text.gguf"), "Once upon a time, there was no model.");
        assertThat(run("inspect", file.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("nmos model inspect: " + file + ": offset 0: ").hasLineCount(1);
    }

    @Test
    void badArgumentsAreRefusedInOneLine() {
        String file = dir.resolve("x.gguf").toString();
        assertThat(run("synth", "--shape", "qwen2.5-72b-q3_k_mm", file)).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'qwen2.5-72b-q3_k_m'?");
        assertThat(run("synth", "--shape", "qwen2.5-72b-q3_k_m", "--layers", "81", file)).isEqualTo(2);
        assertThat(err.toString()).contains("--layers 81: qwen2.5-72b-q3_k_m has 1 to 80");
        assertThat(run("inspect", file, "--context", "-1")).isEqualTo(2);
        assertThat(Path.of(file)).doesNotExist();
    }

    private int run(String[] start, String... rest) {
        String[] args = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, args, start.length, rest.length);
        return run(args);
    }

    private int run(String... args) {
        String[] all = Stream.concat(Stream.of("model"), Stream.of(args)).toArray(String[]::new);
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(all);
    }
}
