package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.journal.RunDirectory;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `nmos live SCENARIO`, with models small enough to stream in a test.
class LiveScenarioTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();
    private Path scenario = Path.of("");
    private Path run = Path.of("");

    @BeforeEach
    void aScenario() throws IOException {
        scenario = dir.resolve("tiny.yaml");
        run = dir.resolve("run");
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, scenario);
        }
    }

    private Path random(String name, int layers) {
        var plan = new ModelPlan(Family.QWEN2, "t", layers, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        Path file = dir.resolve(name);
        SyntheticModel.random(plan, TensorType.F32, 1).write(file, IfPresent.REPLACE, _ -> {});
        return file;
    }

    private int live(Path model, String... more) {
        return nmos(Stream.concat(
                        Stream.of("live", scenario.toString(), "--oracle", model.toString(), "--out", run.toString(),
                                "--threads", "1", "--set", "workload.turns=2", "--set", "workload.replyTokens=6"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private int nmos(String... args) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);
        return Nmos.commandLine(terminal).execute(args);
    }

    @Test
    void aRunLeavesWhatReplayAccepts() throws IOException {
        int code = live(Data.model("stories260K.gguf"), "--speed", "4");
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).contains("kind                   measured, seed 1", "2 counted, 0 failed", "emulated: vram");
        assertThat(err.toString()).contains("wrote " + run).containsPattern("decisions replayed: the same, \\d+ signals");
        assertThat(JsonValues.count(Files.readString(run.resolve(RunDirectory.MANIFEST)))).isOne();
        assertThat(run.resolve(RunDirectory.MANIFEST)).content()
                .contains("\"kind\" : \"measured\"", "\"complete\" : true", "\"io\" : \"", "\"made_up_text\" : true")
                .doesNotContain("saved_by_typing");
        assertThat(nmos("replay", run.toString())).isZero();
    }

    @Test
    void theScenarioIsKeptWithTheModelAsItIs() throws IOException {
        assertThat(live(random("m.gguf", 3), "--speed", "4")).as(err.toString()).isZero();
        String text = Files.readString(run.resolve(RunDirectory.SCENARIO));
        Scenario kept = ScenarioLoader.parse("kept.yaml", text, List.of());
        assertThat(kept.oracle().architecture().layers()).isEqualTo(3);
        assertThat(kept.oracle().architecture().width()).isEqualTo(64);
        assertThat(kept.workload().typingNs()).isEqualTo(1_250_000);
        assertThat(kept.toYaml()).isEqualTo(text);
    }

    @Test
    void aDraftThatTheScenarioDoesNotNameIsUsed() throws IOException {
        Path oracle = random("m.gguf", 2);
        int code = live(oracle, "--draft", random("d.gguf", 1).toString(), "--set", "speculation={kind: chain, k: 2}", "--speed", "4");
        assertThat(code).as(err.toString()).isZero();
        assertThat(run.resolve(RunDirectory.SCENARIO)).content().contains("draft:");
        assertThat(run.resolve(RunDirectory.MANIFEST)).content().contains("\"acceptance_by_depth\"");
        assertThat(nmos("replay", run.toString())).isZero();
    }

    @Test
    void jsonIsOneObjectOnStdoutAndNothingElse() {
        assertThat(live(random("m.gguf", 1), "--json", "--speed", "4")).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("{").endsWith("}\n");
        assertThat(JsonValues.count(out.toString())).isOne();
        assertThat(err.toString()).contains("wrote ", "decisions replayed: the same");
    }

    @Test
    void quietLeavesTheRepliesOut() {
        Path model = Data.model("stories260K.gguf");
        assertThat(live(model, "--speed", "4")).isZero();
        String told = out.toString();
        out.getBuffer().setLength(0);
        assertThat(live(model, "--speed", "4", "--quiet", "--force")).isZero();
        assertThat(out.toString()).startsWith("tiny: ");
        assertThat(told).contains("\ntiny: ").doesNotStartWith("tiny: ");
    }

    @Test
    void whoInterruptsFindsAPartThatCanBeRead() {
        assertThat(stop.stop()).isTrue();
        assertThat(live(random("m.gguf", 1))).isEqualTo(1);
        assertThat(run.resolve(RunDirectory.MANIFEST)).content().contains("\"complete\" : false");
        assertThat(err.toString()).contains("interrupted; what there is is in " + run);
        assertThat(nmos("replay", run.toString())).isZero();
    }

    @Test
    void withoutAJournalNothingIsReplayed() {
        assertThat(live(random("m.gguf", 1), "--no-journal", "--speed", "4")).as(err.toString()).isZero();
        assertThat(run).isDirectoryNotContaining("glob:**/" + RunDirectory.JOURNAL);
        assertThat(err.toString()).contains("wrote ").doesNotContain("replayed");
    }

    private void refused(int code, String... says) {
        assertThat(code).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains(says);
        assertThat(out.toString()).isEmpty();
        assertThat(run).doesNotExist();
    }

    @Test
    void aModelThatIsMissingIsNamedAndHowToMakeOne() {
        refused(nmos("live", "02-72b-on-4gb", "--out", run.toString()),
                "02-72b-on-4gb: its oracle is qwen2.5-72b-q3_k_m", "--oracle FILE.gguf",
                "nmos model synth --shape qwen2.5-72b-q3_k_m");
    }

    @Test
    void soIsADraftThatIsAskedFor() {
        refused(live(random("m.gguf", 1), "--set", "speculation={kind: chain, k: 2}",
                        "--set", "draft={model: qwen2.5-0.5b-q8_0}", "--set", "machine.tiers.vram.capacity.value=4 GB"),
                "tiny: its draft is qwen2.5-0.5b-q8_0", "--draft FILE.gguf", "nmos model synth --shape qwen2.5-0.5b-q8_0");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused(live(dir.resolve("nowhere.gguf")), "nowhere.gguf: no such file");
    }

    @Test
    void aFileThatIsNoModelIsNamed() {
        refused(live(scenario), "tiny.yaml", "is not GGUF");
    }

    @Test
    void aMachineThatIsTooSmallIsRefused() {
        refused(live(random("m.gguf", 1), "--set", "machine.tiers.vram.capacity.value=100 kB"), "of 'vram'");
    }

    @Test
    void aContextTheModelDoesNotHaveIsRefused() {
        refused(live(random("m.gguf", 1), "--set", "kv.tokensPerSession=1000000",
                        "--set", "machine.tiers.vram.capacity.value=100 GB"),
                "m.gguf: has a context of ", "kv.tokensPerSession=1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--device tpu", "--io modelled", "--speed 0", "--speed 1e-999999999", "--speed 1e999999999", "--threads 0", "--temp -1", "--spill nowhere", "--prompt hi", "--vram much", "--link-rate fast"})
    void anOptionThatCannotBeIsRefused(String option) {
        refused(live(random("m.gguf", 1), option.split(" ")), option.substring(2, option.indexOf(' ')));
    }

    @Test
    void playedDevicesAreNoGpu() {
        refused(nmos("live", scenario.toString(), "--paced", "--device", "cuda", "--out", run.toString()), "leave out --device cuda");
    }

    @Test
    void theBudgetAndTheLinkAreWhatWasTyped() {
        int code = live(random("m.gguf", 1), "--vram", "3MiB", "--link-rate", "2 GB/s", "--speed", "4");
        assertThat(code).as(err.toString()).isZero();
        assertThat(run.resolve(RunDirectory.MANIFEST)).content()
                .containsPattern("\"name\" : \"vram\",\\s+\"budget_bytes\" : 3145728")
                .contains("\"bytes_per_second_up\" : 2000000000", "paced to 2.00 GB/s");
    }

    @Test
    void whereThereIsNoDriverCudaFailsInALineAndLeavesNothingRunning() {
        assumeThat(driverLibrary()).as("a machine without libcuda").isFalse();
        int exit = live(random("m.gguf", 1), "--device", "cuda");
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("no CUDA driver").hasLineCount(1);
    }

    private static boolean driverLibrary() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup("libcuda.so.1", arena);
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }

    @Test
    void theTwoFormsExcludeEachOther() {
        String model = random("m.gguf", 1).toString();
        refused(nmos("live", scenario.toString(), "--resident", model), "exclude each other");
        err.getBuffer().setLength(0);
        refused(nmos("live", "--resident", model, "--prompt", "hi", "--oracle", model), "--oracle goes with SCENARIO");
        err.getBuffer().setLength(0);
        refused(nmos("live", "--resident", model, "--prompt", "hi", "--out", run.toString()), "--out goes with SCENARIO");
        err.getBuffer().setLength(0);
        refused(nmos("live"), "name a SCENARIO", "--resident");
    }
}
