package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nmos.harness.compare.ComparisonFile;
import nmos.harness.memory.Bounds;
import nmos.harness.memory.Cgroup;
import nmos.harness.memory.Cgroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `nmos compare` as a person meets it.
@Timeout(180)
class CompareCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path scenario = Path.of("");

    @BeforeEach
    void aScenario() throws IOException {
        scenario = dir.resolve("tiny.yaml");
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, scenario);
        }
    }

    private String[] arguments(String... more) {
        return Stream.concat(
                        Stream.of("compare", scenario.toString(), "--out", dir.resolve("out").toString(), "--threads", "1", "--repeat", "1",
                                "--set", "workload.turns=2", "--set", "workload.replyTokens=8"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private int nmos(String... args) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(args);
    }

    private void refused(String says, String... more) {
        err.getBuffer().setLength(0);
        assertThat(nmos(arguments(more))).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains(says);
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void itPrintsATableAndLeavesAFile() throws IOException {
        String model = Data.model("stories260K.gguf").toString();
        assertThat(nmos(arguments("--oracle", model))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("tokens/s, warm", "first token, cold, s", "nmos / llama.cpp", "share of it reached",
                "2 of 2 replies as llama.cpp's", "not covered");
        assertThat(ComparisonFile.read(dir.resolve("out")).command()).startsWith("nmos compare ").contains("--set workload.turns=2");
        refusedOver(model);
    }

    private void refusedOver(String model) {
        err.getBuffer().setLength(0);
        assertThat(nmos(arguments("--oracle", model))).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("is not empty");
    }

    @Test
    void whatCannotBeIsRefusedInALine() {
        String model = Data.model("stories260K.gguf").toString();
        refused("'vllm'", "--oracle", model, "--engines", "nmos,vllm");
        refused("each one once", "--oracle", model, "--engines", "nmos,nmos");
        refused("--engines nmos: name two or more", "--oracle", model, "--engines", "nmos");
        refused("wants a draft", "--oracle", model, "--engines", "nmos,llama.cpp+draft");
        refused("exclude each other", "--oracle", model, "--pace-disk", "--disk-rate", "1 GB/s");
        refused("--memory: ", "--oracle", model, "--memory", "plenty");
        err.getBuffer().setLength(0);
        assertThat(nmos("compare", scenario.toString(), "--oracle", model, "--repeat", "0")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("--repeat 0: at least 1");
        err.getBuffer().setLength(0);
        assertThat(nmos("compare", scenario.toString(), "--oracle", model, "--threads", "0")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("--threads 0: from 1");
        refused("workload.sessions=1", "--oracle", model, "--set", "workload.sessions=3");
        refused("nowhere.gguf: no such file", "--oracle", dir.resolve("nowhere.gguf").toString());
        refused("--oracle");
    }

    @Test
    void anEngineThatNeedsMoreMemoryFailsItAndWhyIsSaid() {
        assumeLimits();
        assertThat(nmos(arguments("--oracle", Data.model("stories260K.gguf").toString(), "--memory", "16 MB"))).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("failed: nmos was killed", "raise --memory", dir.resolve("out").toString());
        assertThat(dir.resolve("out").resolve(ComparisonFile.NAME)).content().contains("\"complete\" : false");
    }

    private static void assumeLimits() {
        String whyNot = Cgroups.ofThisMachine().whyNoMemoryLimit().orElse(null);
        assumeTrue(whyNot == null, () -> "memory cannot be limited here: " + whyNot);
    }

    /// With the limits of control groups, where they can be had: those are what a killed program could leave.
    @Test
    void whatAKilledComparisonLeavesIsTakenAwayByTheNext() throws Exception {
        assumeLimits();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "nmos.cli.Main"));
        command.addAll(List.of(arguments("--oracle", Data.model("stories260K.gguf").toString(), "--set", "workload.thinkTime=600 s")));
        Process compare = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(dir.resolve("said").toFile()).start();
        while (!Files.exists(dir.resolve("out/nmos-1/run.json"))) {
            assertThat(compare.isAlive()).as(() -> read(dir.resolve("said"))).isTrue();
            Thread.sleep(20);
        }
        List<ProcessHandle> children = compare.descendants().toList();
        compare.destroyForcibly().waitFor();
        assertThat(children).isNotEmpty();
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
        try (Cgroup next = Cgroups.ofThisMachine().create(new Bounds(64L << 20, null))) {
            Path mount = Path.of(next.within(List.of()).get(4)).resolve("../..").normalize();
            try (Stream<Path> groups = Files.list(mount)) {
                assertThat(groups.map(group -> group.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("nmos-" + compare.pid() + "-"));
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
