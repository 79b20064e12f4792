package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.live.calibrate.Effort;
import nmos.live.cuda.driver.Devices;
import nmos.live.cuda.driver.NoDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CalibrateCommandTest {
    /// As little as can be measured at all.
    private static final Effort TINY = new Effort(
            List.of(1, 2, 4), List.of(1, 2), 64, 128, List.of(4L << 10, 64L << 10, 256L << 10), List.of(1, 4), 1 << 20, 256 << 10,
            List.of(8, 16), 200_000, 2, 10_000, 20_000_000, 5);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);

    @Test
    void whatItWritesIsAMachineThatScenariosRunOn() throws IOException {
        Path file = folder.resolve("here.yaml");
        // the scenario's model is stored in these
        assertThat(calibrate(file, "--types", "q4_k,q6_k", "--ram", "500 MB", "--vram", "300 MB", "--disk", "60%", "--link", "2 GB/s"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("\nmachine here\n", "chosen").contains("Q4_K", "Q6_K");
        assertThat(err.toString()).contains("wrote " + file + " and " + folder.resolve("here.calibration.json"));
        assertThat(names()).containsExactly("here.calibration.json", "here.yaml");

        Path run = folder.resolve("run");
        int code = Nmos.commandLine(terminal).execute(
                "simulate", "10-stream-for-real", "--set", "machine=" + file, "--out", run.toString());
        assertThat(code).as(err::toString).isZero();
        assertThat(run.resolve("run.json")).isNotEmptyFile();
    }

    @Test
    void whatIsThereIsReplacedOnlyWhereThatIsAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("here.yaml"), "mine");
        assertThat(calibrate(file)).isEqualTo(2);
        assertThat(err.toString()).contains(file + ": already there; --force replaces it");
        assertThat(file).hasContent("mine");
        assertThat(calibrate(file, "--force", "--json", "--types", "q8_0")).isZero();
        assertThat(out.toString()).startsWith("{\"kind\":\"measured\"").hasLineCount(1);
        assertThat(file).content().startsWith("name: \"here\"");
    }

    @Test
    void whoPressesCtrlCFindsNothing() {
        assertThat(stop.stop()).isTrue();
        assertThat(calibrate(folder.resolve("here.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("nmos calibrate: stopped before the end: nothing was written").hasLineCount(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void withoutADriverOneLineSaysSoAndNothingIsWritten() {
        assumeThat(cuda()).as("a machine with CUDA").isFalse();
        assertThat(calibrate(folder.resolve("gpu.yaml"), "--device", "cuda")).isEqualTo(1);
        assertThat(err.toString()).startsWith("nmos calibrate: no CUDA driver: ").hasLineCount(1);
        assertThat(names()).isEmpty();
        assertThat(calibrate(folder.resolve("gpu.yaml"), "--device", "cuda", "--cpu-computes")).isEqualTo(2);
    }

    private static boolean cuda() {
        try {
            return !Devices.find().facts().isEmpty();
        } catch (NoDriver missing) {
            return false;
        }
    }

    /// One that a calibration wrote of a GPU that a program plays.
    @Test
    void aGpusMachineFileIsOneThatScenariosRunOn() throws IOException {
        Path file = folder.resolve("emulated-gpu.yaml");
        try (InputStream in = CalibrateCommandTest.class.getResourceAsStream("emulated-gpu.yaml")) {
            Files.copy(Objects.requireNonNull(in), file);
        }
        Path run = folder.resolve("run");
        int code = Nmos.commandLine(terminal).execute(
                "simulate", "10-stream-for-real", "--set", "machine=" + file, "--set", "oracle=qwen2.5-0.5b-q8_0", "--set",
                "workload.replyTokens=2", "--out", run.toString());
        assertThat(code).as(err::toString).isZero();
        assertThat(run.resolve("run.json")).content().contains("compute in vram");
    }

    @ParameterizedTest
    @CsvSource({
        "--link, 900 GB/s, more than any bus carries",
        "--disk, 0%, more than nothing",
        "--disk, quick, a rate in bytes per second",
        "--ram, 900 TB, of memory here",
        "--vram, 4, lacks its unit",
        "--threads, 0, from 1 to 1024",
        "--threads, 100000, from 1 to 1024",
        "--ram, -1GB, --ram: -1GB is negative",
        "--dir, /proc, --dir /proc: no file can be written there",
        "--types, q9_z, --types",
        "--dir, /no/such/folder, no such folder",
    })
    void badChoicesAreRefusedBeforeAnythingIsMeasured(String option, String value, String problem) {
        assertThat(calibrate(folder.resolve("here.yaml"), option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(problem).hasLineCount(1);
        assertThat(names()).isEmpty();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Scratch goes to the same folder, so that what is left of it is seen.
    private int calibrate(Path file, String... more) {
        String[] fixed = {"--out", file.toString(), "--dir", folder.toString(), "--threads", "1"};
        String[] all = Stream.concat(Stream.of(fixed), Stream.of(more)).toArray(String[]::new);
        CommandLine command = new CommandLine(new CalibrateCommand(terminal, TINY, TINY)).setOverwrittenOptionsAllowed(true);
        return Nmos.connect(command, terminal).execute(all);
    }
}
