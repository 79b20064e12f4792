package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as a user meets it: the real script and the built jars, in a folder whose name has a space in it.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "tries the POSIX launcher")
class LauncherIT {
    @TempDir
    static Path folder;

    private static Path nmos = Path.of("");
    /// What `--help` gives and what a prediction leaves as the launcher usually goes, to which others are held.
    private static Ended help = new Ended(-1, "", "");
    private static Left usual = new Left(-1, "", Map.of());

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void copyWhatWasBuilt() throws Exception {
        Path home = folder.resolve("a place");
        Path target = home.resolve("cli/target");
        Files.createDirectories(target.resolve("lib"));
        nmos = Files.copy(Path.of("../nmos"), home.resolve("nmos"));
        assertThat(nmos.toFile().setExecutable(true)).isTrue();
        Files.copy(Path.of("target/nmos.jar"), target.resolve("nmos.jar"));
        try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, target.resolve("lib").resolve(jar.getFileName().toString()));
            }
        }
        help = run("--help");
        usual = simulate("usual");
    }

    private static Process start(Path launcher, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
        process.environment().put("NMOS_JAVA_OPTS", String.join(" ", options));
        return process.start();
    }

    private static Ended end(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private static Ended run(String... args) throws Exception {
        return end(start(nmos, List.of(), args));
    }

    @Test
    void helpIsOnStdoutAndNothingElseIsSaid() throws Exception {
        assertThat(help.out()).startsWith("Usage: nmos");
        assertThat(help.err()).isEmpty();
        assertThat(help.code()).isZero();
        assertThat(run("--help")).isEqualTo(help);
    }

    @Test
    void theVersionNamesThePolicy() throws Exception {
        assertThat(run("--version").out()).containsPattern("nmos \\d+\\.\\d+.*\npolicy [0-9a-f]{64}\n");
    }

    @Test
    void badInputExitsTwoWithOneLine() throws Exception {
        Ended ended = run("replay", "nowhere");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasLineCount(1).contains("journal.bin: no such file");
    }

    @Test
    void itIsFoundThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), nmos);
        Path again = Files.createSymbolicLink(folder.resolve("linked-again"), Path.of("linked"));
        assertThat(end(start(link, List.of(), "--help"))).isEqualTo(help);
        assertThat(end(start(again, List.of(), "--help"))).isEqualTo(help);
    }

    @Test
    void launchersThatStartAtOnceDoNotDisturbEachOther() throws Exception {
        Files.deleteIfExists(folder.resolve("a place/cli/target/nmos.jsa"));
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            started.add(start(nmos, List.of(), "--help"));
        }
        for (Process process : started) {
            assertThat(end(process)).isEqualTo(help);
        }
    }

    /// Exit code and stdout, and every byte of the run directory.
    private record Left(int code, String out, Map<String, String> files) {}

    private static Left simulate(String to, String... options) throws Exception {
        Path run = folder.resolve(to);
        Ended ended = end(start(
                nmos,
                List.of(options),
                "simulate", "02-72b-on-4gb", "--json", "--out", run.toString(),
                "--set", "workload.turns=3", "--set", "workload.replyTokens=8", "--set", "speculation.kind=tree-adaptive"));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> left = Files.list(run)) {
            for (Path file : left.toList()) {
                files.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return new Left(ended.code(), ended.out(), files);
    }

    @Test
    void aPredictionIsTheSameBytesWhateverTheJvmDoes() throws Exception {
        assertThat(usual.code()).isZero();
        assertThat(usual.files()).containsOnlyKeys("journal.bin", "run.json", "scenario.yaml");
        assertThat(usual.out()).startsWith("{").doesNotContain(folder.toString());
        assertThat(simulate("again")).isEqualTo(usual);
        assertThat(simulate("unshared", "-Xshare:off", "-XX:+UseSerialGC")).isEqualTo(usual);
        assertThat(simulate("z", "-XX:+UseZGC")).isEqualTo(usual);
        assertThat(run("replay", folder.resolve("usual").toString()).out()).startsWith("same: ");
    }

    @Test
    void whatARunLeftIsNotWrittenOverUnasked() throws Exception {
        Ended second = run("simulate", "01-first-token", "--out", folder.resolve("usual").toString());
        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err()).hasLineCount(1).contains("--force");
        assertThat(Files.readAllBytes(folder.resolve("usual/run.json")))
                .asHexString()
                .isEqualToIgnoringCase(usual.files().get("run.json"));
    }

    @Test
    void theSharedArchiveAndTheCollectorChangeNothing() throws Exception {
        for (String option : List.of("-Xshare:off", "-XX:+UseSerialGC", "-XX:+UseParallelGC")) {
            assertThat(end(start(nmos, List.of(option), "--help"))).as(option).isEqualTo(help);
        }
    }
}
