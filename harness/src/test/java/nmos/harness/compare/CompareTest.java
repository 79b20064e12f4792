package nmos.harness.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nmos.harness.memory.Cgroups;
import nmos.live.disk.IoMethod;
import nmos.llamacpp.Launcher;
import nmos.scenarios.Scenario;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes of both engines, and a tiny trained model.
@Timeout(180)
class CompareTest {
    private static final long HEAP = 192L << 20;

    @TempDir
    private Path dir;

    private Path scenario = Path.of("");

    @BeforeEach
    void aScenario() throws IOException {
        scenario = dir.resolve("tiny.yaml");
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, scenario);
        }
    }

    private static Path model(String name) {
        Path model = Path.of(System.getenv().getOrDefault("NMOS_DATA", "../../shared/data"), "models", name);
        assumeTrue(Files.exists(model), () -> model + " is missing: set NMOS_DATA to the folder that holds models/" + name);
        return model;
    }

    private CompareOptions options(@Nullable String diskRate, boolean requireLimit, @Nullable Path draft, List<Engine> engines, String... settings) {
        List<String> all = new ArrayList<>(List.of("workload.turns=2", "workload.replyTokens=24", "workload.typingPerToken=1 ms"));
        all.addAll(Arrays.asList(settings));
        return new CompareOptions(scenario.toString(), all, model("stories260K.gguf"), draft, engines, 1, 1, null, requireLimit,
                diskRate, false, true, IoMethod.AUTO);
    }

    private CompareOptions both(String... settings) {
        return options(null, false, null, List.of(Engine.NMOS, Engine.LLAMA_CPP), settings);
    }

    private static long descendants() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
    }

    @Test
    void aTrainedModelSaysTheSameInBothAndEachLeavesItsFigures() throws IOException {
        Compare compare = new Compare(both());
        List<String> seen = new ArrayList<>();
        assertThat(compare.run(dir, () -> true, (done, all, next) -> seen.add(done + " of " + all + ": " + next.label))).isTrue();
        assertThat(seen).containsExactly("0 of 2: nmos", "1 of 2: llama.cpp");
        Comparison result = compare.result(true, "nmos compare", 0, "then");
        assertThat(result.texts()).containsExactly(new Comparison.Sameness(Engine.LLAMA_CPP, 2, 2, 1));
        assertThat(result.runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.turns()).extracting(EngineTurn::warm).containsExactly(false, true);
            assertThat(run.turns()).extracting(EngineTurn::tokens).containsOnly(24);
            assertThat(run.turns()).allSatisfy(turn -> assertThat(turn.tokensPerSecond()).isPositive());
            assertThat(run.turns()).allSatisfy(turn -> assertThat(turn.text()).isNotBlank());
            assertThat(run.startToFirstTokenMs()).isGreaterThan(run.cold().ttftMs());
            assertThat(run.notes()).isEmpty();
        });
        assertThat(result.sides()).extracting(Comparison.Side::engine).containsExactly(Engine.NMOS, Engine.LLAMA_CPP);
        assertThat(result.ratios()).singleElement().satisfies(ratio -> assertThat(ratio.warmTtft().median()).isPositive());
        assertThat(result.notCovered()).anySatisfy(line -> assertThat(line).contains("sees the prompt being typed"));
        boolean limited = Cgroups.ofThisMachine().whyNoMemoryLimit().isEmpty();
        assertThat(result.memory().bytes()).isEqualTo(limited ? Long.valueOf(80_000_000 + Memory.ALLOWANCE) : null);
        assertThat(dir.resolve("nmos-1/run.json")).content().contains("\"complete\" : true", "\"kind\" : \"measured\"");
        ComparisonFile.write(result, dir);
        assertThat(ComparisonFile.read(dir)).isEqualTo(result);
        assertThat(descendants()).isZero();
    }

    @Test
    void aDraftServesBothAndWithoutControlGroupsItIsSaid() throws IOException {
        CompareOptions asked = options(null, false, model("llama2xs-272K.gguf"), List.of(Engine.LLAMA_CPP_DRAFT, Engine.NMOS),
                "speculation={kind: chain, k: 3}", "draft={model: qwen2.5-0.5b-q8_0, tier: vram}", "machine.tiers.vram.capacity.value=60 MB");
        Compare compare = new Compare(asked, Cgroups.none());
        assertThat(compare.run(dir, () -> true, (_, _, _) -> {})).isTrue();
        Comparison result = compare.result(true, "nmos compare", 0, "then");
        assertThat(result.memory().bytes()).isNull();
        assertThat(result.notCovered()).first().asString().startsWith("No memory limit: ");
        assertThat(result.texts()).singleElement().satisfies(same -> assertThat(same.equal()).isEqualTo(2));
        assertThat(result.sides().getLast().tau()).satisfies(tau -> assertThat(Objects.requireNonNull(tau).median()).isGreaterThan(1));
    }

    @Test
    void whatCannotBeComparedIsRefusedBeforeAnythingRuns() {
        refused(both("workload.sessions=2"), "workload.sessions=1");
        refused(both("workload.freshContext=false"), "workload.freshContext=true");
        refused(both("workload.turns=1"), "a cold reply and a warm one");
        refused(both("workload.replyTokens=1"), "workload.replyTokens");
        assertThatThrownBy(() -> new Compare(options(null, true, null, List.of(Engine.NMOS, Engine.LLAMA_CPP)), Cgroups.none()))
                .isInstanceOf(CompareException.class).hasMessageContaining("cannot be limited");
        assertThatThrownBy(() -> options(null, false, null, List.of(Engine.NMOS, Engine.LLAMA_CPP_DRAFT)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("draft");
        for (List<Engine> engines : List.of(List.<Engine>of(), List.of(Engine.NMOS), List.of(Engine.NMOS, Engine.NMOS))) {
            assertThatThrownBy(() -> options(null, false, null, engines))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two or more");
        }
        assertThat(dir).isDirectoryNotContaining("glob:**/nmos-*");
    }

    private static void refused(CompareOptions options, String says) {
        assertThatThrownBy(() -> new Compare(options)).isInstanceOf(CompareException.class).hasMessageContaining(says);
    }

    @Test
    void aStoppedComparisonKeepsWhatItHasAndLeavesNoProcess() throws IOException {
        Compare compare = new Compare(both("workload.thinkTime=600 s"));
        AtomicBoolean stop = new AtomicBoolean();
        Thread.ofVirtual().start(() -> {
            while (!Files.exists(dir.resolve("nmos-1/run.json"))) { // it has begun, and is about to think
                Thread.onSpinWait();
            }
            stop.set(true);
        });
        assertThat(compare.run(dir, () -> !stop.get(), (_, _, _) -> {})).isFalse();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(descendants()).isZero();
        Comparison result = compare.result(false, "nmos compare", 0, "then");
        assertThat(result.runs()).isEmpty();
        assertThat(result.complete()).isFalse();
    }

    @Test
    void aChildWhoseParentIsGoneEnds() throws Exception {
        NmosTask task = new NmosTask(scenario.toString(), List.of("workload.thinkTime=600 s"), model("stories260K.gguf").toString(), null, 1,
                IoMethod.AUTO, dir.resolve("run").toString());
        Process child = NmosRun.start(task, HEAP, Launcher.PLAIN);
        while (!Files.exists(dir.resolve("run/run.json"))) {
            Thread.sleep(10);
        }
        child.outputWriter().close();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHeapThatIsTooSmallIsToldInALine() {
        NmosTask task = new NmosTask(scenario.toString(), List.of("workload.turns=2"), model("stories260K.gguf").toString(), null, 1,
                IoMethod.AUTO, dir.resolve("run").toString());
        assertThatThrownBy(() -> NmosRun.of(task, List.of(), 6 << 20, Launcher.PLAIN, 1))
                .isInstanceOf(CompareException.class)
                .hasMessageStartingWith("nmos: its heap of ")
                .hasMessageEndingWith("raise --memory");
    }

    @Test
    void whatLlamaCppSaidIsCountedByItsTextWherePiecesLeaveItOpen() {
        assertThat(LlamaRun.tokens(24, 20, 24)).as("a piece is a token at the least").isEqualTo(24);
        assertThat(LlamaRun.tokens(20, 24, 24)).as("characters of several tokens").isEqualTo(24);
        assertThat(LlamaRun.tokens(20, 22, 24)).as("it ended early").isEqualTo(22);
        assertThat(LlamaRun.tokens(5, 40, 24)).as("cut otherwise").isEqualTo(24);
    }

    @Test
    void theHeapIsWhatIsLeftBesideTheTiers() throws IOException {
        Scenario asked = new Compare(both(), Cgroups.none()).scenario();
        long tiers = Memory.of(asked) - Memory.ALLOWANCE;
        assertThat(new Memory(null, Memory.of(asked), null).heapBytes(asked)).isEqualTo(HEAP);
        assertThat(new Memory(null, tiers, null).heapBytes(asked)).isEqualTo(HEAP);
        assertThat(new Memory(null, tiers + (1L << 30), null).heapBytes(asked)).isEqualTo((1L << 30) - (64L << 20));
    }

    @Test
    void whyAChildFailedIsToldInALine() {
        NmosTask task = new NmosTask(scenario.toString(), List.of(), dir.resolve("nowhere.gguf").toString(), null, 1, IoMethod.AUTO,
                dir.resolve("run").toString());
        assertThatThrownBy(() -> NmosRun.of(task, List.of(), HEAP, Launcher.PLAIN, 1))
                .isInstanceOf(CompareException.class)
                .hasMessageContaining("nowhere.gguf")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
    }
}
