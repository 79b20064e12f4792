package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `nmos validate`, with a model small enough for a test. How far off a prediction is, is not asked here.
class ValidateCommandTest {
    private static final String TOO_WIDE = "kv.tokensPerSession=100000";

    @TempDir
    private static Path models;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();
    private Path folder = Path.of("");

    @BeforeAll
    static void aModel() throws IOException {
        var plan = new ModelPlan(Family.QWEN2, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        SyntheticModel.random(plan, TensorType.F32, 1).write(models.resolve("m.gguf"), IfPresent.REFUSE, _ -> {});
        try (InputStream text = Objects.requireNonNull(ValidateCommandTest.class.getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, models.resolve("tiny.yaml"));
        }
    }

    @BeforeEach
    void aFolder() {
        folder = dir.resolve("validated");
    }

    private int validate(String... more) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);
        return Nmos.commandLine(terminal)
                .execute(Stream.concat(
                                Stream.of("validate", models.resolve("tiny.yaml").toString(), "--oracle", models.resolve("m.gguf").toString(),
                                        "--out", folder.toString(), "--threads", "1", "--repetitions", "1", "--no-warm-up", "--set",
                                        "workload.turns=1", "--set", "workload.replyTokens=4", "--set", "workload.speed=4"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private String grid(String... lines) throws IOException {
        return Files.write(dir.resolve("grid.txt"), List.of(lines)).toString();
    }

    @Test
    void whatIsFurtherThanAskedForIsExitThree() throws IOException {
        assertThat(validate("--max-error", "1%", "--simulated-set", "machine.hops.nvme.bandwidth.value=10 kB/s"))
                .as(err.toString()).isEqualTo(3);
        assertThat(out.toString()).contains("; NOT within 1.0 %");
        assertThat(ValidationFile.read(folder).holds()).isFalse();
    }

    @Test
    void turnsThatFailAreExitThreeWhateverWasAskedFor() {
        assertThat(validate("--simulated-set", "faults.failed=100 %")).as(err.toString()).isEqualTo(3);
        assertThat(out.toString()).contains("NO fair pair: simulated-1: 1 of 1 turns failed", "not compared: tokens_per_second");
        assertThat(err.toString()).contains("no fair pair: simulated-1: ", "note: not compared: ttft_verified_ms.p50 is in 0 of 1 simulated");
    }

    @Test
    void jsonIsOneObject() {
        assertThat(validate("--json")).as(err.toString()).isZero();
        assertThat(JsonValues.count(out.toString())).isOne();
        assertThat(out.toString()).contains("\"version\" : 1", "\"unsound\" : [ ]");
    }

    @Test
    void aGridIsOneObjectAndEachSettingSaysHowToMakeItAgain() throws IOException {
        String grid = grid("plain:", "long, unpaced, predicted: workload.replyTokens=6; seed=3");
        assertThat(validate("--grid", grid, "--json", "--pace-disk", "--acceptance", "replay")).as(err.toString()).isZero();
        assertThat(JsonValues.count(out.toString())).isOne();
        assertThat(out.toString()).contains("\"settings\" : [");
        assertThat(err.toString()).contains("note: plain: ", "note: long: ");
        assertThat(ValidationFile.read(folder.resolve("plain")).command())
                .startsWith("nmos validate " + models.resolve("tiny.yaml"))
                .endsWith(" --json --pace-disk --acceptance replay").doesNotContain("--grid", "--out");
        Validation point = ValidationFile.read(folder.resolve("long"));
        assertThat(point.command()).endsWith(" --json --set workload.replyTokens=6 --set seed=3");
        assertThat(point.settings()).endsWith("workload.replyTokens=6", "seed=3");
    }

    @Test
    void aGridThatIsMadeAgainReplacesResultsAndNothingThatSomebodyPutBesideThem() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        List<Path> results = Stream.of("validation.json", "run.json", "sweep.json", "plain/measured-2/run.json").map(folder::resolve).toList();
        List<Path> mine = Stream.of("scenario.yaml", "ranks.tape", "README.md", "plain/notes.txt").map(folder::resolve).toList();
        Files.createDirectories(plain.resolve("measured-2"));
        for (Path file : Stream.concat(results.stream(), mine.stream()).toList()) {
            Files.writeString(file, "old");
        }
        assertThat(validate("--grid", grid("plain:"))).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("validated is not empty; name another folder or add --force");
        assertThat(results).allSatisfy(file -> assertThat(file).hasContent("old"));

        assertThat(validate("--grid", grid("plain:"), "--force")).as(err.toString()).isZero();
        assertThat(ValidationFile.read(plain).settings()).doesNotContain("seed=5");
        assertThat(validate("--grid", grid("plain: seed=5"), "--force")).as(err.toString()).isZero();
        assertThat(ValidationFile.read(plain).settings()).contains("seed=5");
        assertThat(results).allSatisfy(file -> assertThat(file).doesNotExist());
        assertThat(mine).allSatisfy(file -> assertThat(file).hasContent("old"));
    }

    @Test
    void aScenarioThatLiesInTheFolderIsReadAndStays() throws IOException {
        Path scenario = Files.copy(models.resolve("tiny.yaml"), Files.createDirectory(folder).resolve("scenario.yaml"));
        String[] words = {"validate", scenario.toString(), "--oracle", models.resolve("m.gguf").toString(), "--out", folder.toString(), "--threads", "1",
            "--repetitions", "1", "--no-warm-up", "--set", "workload.turns=1", "--set", "workload.replyTokens=4", "--set", "workload.speed=4", "--force"};
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);
        assertThat(Nmos.commandLine(terminal).execute(words)).as(err.toString()).isZero();
        assertThat(scenario).hasSameBinaryContentAs(models.resolve("tiny.yaml"));
        Path run = folder.resolve("measured-1/scenario.yaml");
        words[1] = run.toString();
        err.getBuffer().setLength(0);
        assertThat(Nmos.commandLine(terminal).execute(words)).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("measured-1/scenario.yaml is read, and --force would replace it");
        assertThat(run).isNotEmptyFile();
    }

    @Test
    void aSettingThatTheModelHasNoRoomForIsNamedAndTheOthersArePlayed() throws IOException {
        Files.createDirectories(folder.resolve("wide"));
        Path earlier = Files.writeString(folder.resolve("wide").resolve(ValidationFile.NAME), "old");
        assertThat(validate("--grid", grid("wide: " + TOO_WIDE, "plain:"), "--json", "--force")).as(err.toString()).isEqualTo(1);
        assertThat(err.toString()).contains("wide: not played: ", "has a context of ");
        JsonNode all = JsonMapper.shared().readTree(out.toString());
        assertThat(all.path("settings")).hasSize(1);
        assertThat(all.path("not_played")).singleElement().satisfies(one -> {
            assertThat(one.path("setting").stringValue()).isEqualTo("wide");
            assertThat(one.path("reason").stringValue()).contains("has a context of ");
        });
        assertThat(ValidationFile.read(folder.resolve("plain")).measuredRuns()).containsExactly("measured-1");
        assertThat(earlier).doesNotExist();
    }

    private void refused(int code, String... says) {
        assertThat(code).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains(says);
        assertThat(out.toString()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "..: seed=1", "a: seed", "\u0001\u0002: "})
    void aGridThatIsNoneIsRefusedByItsLine(String line) throws IOException {
        refused(validate("--grid", grid("# a grid", line)), "grid.txt:2: ");
    }

    @Test
    void whatTheModelHasNoRoomForIsRefusedBeforeAFolderIsMade() throws IOException {
        refused(validate("--set", TOO_WIDE), "m.gguf: has a context of ");
        err.getBuffer().setLength(0);
        refused(validate("--grid", grid("wide: " + TOO_WIDE, "again: " + TOO_WIDE)),
                "grid.txt: no setting of it can be played; wide: ", "m.gguf: has a context of ");
    }

    @Test
    void aGridThatIsNotThereIsRefused() {
        refused(validate("--grid", dir.resolve("nowhere.txt").toString()), "nowhere.txt: no such file");
    }

    @Test
    void whatTheSimulatorCannotDoIsRefusedBeforeAnythingIsMeasured() throws IOException {
        String tape = "acceptance={kind: pass-tape, file: nowhere.tape}";
        refused(validate("--simulated-set", tape), "nowhere.tape: no such file");
        err.getBuffer().setLength(0);
        refused(validate("--grid", grid("plain:", "taped: " + tape)), "nowhere.tape: no such file");
        err.getBuffer().setLength(0);
        refused(validate("--simulated-set", "machine.tiers.vram.capacity.value=1 kB"), "vram");
    }

    @Test
    void aDraftThatIsAskedForIsMissed() {
        refused(validate("--set", "speculation={kind: chain, k: 2}", "--set", "draft={model: qwen2.5-0.5b-q8_0}", "--set",
                        "machine.tiers.vram.capacity.value=4 GB"),
                "tiny: its draft is qwen2.5-0.5b-q8_0", "--draft FILE.gguf");
    }

    @Test
    void whoInterruptsGetsNoValidation() {
        assertThat(stop.stop()).isTrue();
        assertThat(validate("--json")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("interrupted; what there is is in " + folder);
        assertThat(folder.resolve(ValidationFile.NAME)).doesNotExist();
    }
}
