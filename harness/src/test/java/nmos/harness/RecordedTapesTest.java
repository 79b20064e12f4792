package nmos.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.live.world.RunTapes;
import nmos.scenarios.Scenario;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A live run of the trained pair, and a simulation that is given what the run recorded: pass by pass the same tau.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordedTapesTest {
    @TempDir
    Path folder;

    private Path scenario = Path.of("");

    @BeforeEach
    void aScenario() throws IOException {
        scenario = folder.resolve("tiny.yaml");
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, scenario);
        }
    }

    private LiveOptions options() {
        var found = LiveOptions.of(Data.model("stories260K.gguf"), Data.model("llama2xs-272K.gguf"));
        return new LiveOptions(
                found.oracle(), found.draft(), 1, false, found.io(), found.sampling(), folder);
    }

    private Scenario scenario(LiveOptions options, String... settings) {
        return LiveWorld.scenario(scenario.toString(), List.of(settings), options);
    }

    private LiveOutcome measured(String... settings) throws IOException {
        return measured(0, settings);
    }

    /// Runs it for real, and leaves its tapes in the folder, which so many replies are not told in whole.
    private LiveOutcome measured(int untold, String... settings) throws IOException {
        LiveOptions options = options();
        Scenario asked = scenario(options, settings);
        LiveOutcome outcome;
        try (LiveWorld world = new LiveWorld(asked, options)) {
            outcome = world.run(world.policy(), RunWatch.NONE);
        }
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.run().complete()).isTrue();
        assertThat(new RunTapes(asked, options, outcome).write(folder, _ -> {}, () -> false)).hasSize(untold);
        return outcome;
    }

    private RunOutcome simulated(String kind, String file, String... settings) throws IOException {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "acceptance={kind: " + kind + ", file: \"" + folder.resolve(file) + "\"}";
        Simulation simulation = new Simulation(scenario(options(), all));
        return simulation.play(0, new HeapCalendar(), simulation.policy(), RunWatch.NONE).run();
    }

    /// By session and turn.
    private static Map<String, String> tau(RunOutcome run) {
        return run.turns().stream().collect(Collectors.toMap(
                turn -> turn.session() + "/" + turn.index(), turn -> Arrays.toString(turn.tau()), (a, _) -> a, TreeMap::new));
    }

    static Stream<String> guessings() {
        return Stream.of(
                "speculation={kind: chain, k: 1}",
                "speculation={kind: chain, k: 4}",
                "speculation={kind: chain, k: 8}",
                "speculation={kind: tree-static, widths: [2, 2, 2]}",
                "speculation={kind: tree-static, widths: [4, 2, 1, 1]}");
    }

    @ParameterizedTest
    @MethodSource("guessings")
    void aSimulationWithTheTapesOfARunHasTheTauOfEachOfItsPasses(String guessing) throws IOException {
        Map<String, String> measured = tau(measured(guessing).run());
        assertThat(measured).hasSize(6);
        assertThat(measured.values()).as("passes that accept and passes that do not").anyMatch(tau -> tau.contains("1") && tau.contains("2"));
        assertThat(tau(simulated("pass-tape", RunDirectory.ACCEPTANCE_TAPE, guessing))).isEqualTo(measured);
        assertThat(tau(simulated("rank-tape", RunDirectory.RANK_TAPE, guessing))).isEqualTo(measured);
    }

    /// Sessions share passes in whatever order their turns come; a conversation goes on from turn to turn.
    @ParameterizedTest
    @ValueSource(strings = {"workload.freshContext=false", "batching.kind=fifo", "speculation.whilePass=true"})
    void theTapeOfPassesHoldsHoweverTurnsComeAboutInTheTwoWorlds(String setting) throws IOException {
        String[] settings = {"speculation={kind: chain, k: 3}", setting, "workload.thinkTime=5 ms", "workload.typingPerToken=1 ms"};
        Map<String, String> measured = tau(measured(settings).run());
        assertThat(tau(simulated("pass-tape", RunDirectory.ACCEPTANCE_TAPE, settings))).isEqualTo(measured);
    }

    /// The draft's context ends before the reply does.
    @Test
    void whereTheDraftCannotReadOnNothingIsGuessedInEitherWorld() throws IOException {
        String[] settings = {
            "speculation={kind: chain, k: 4}", "workload.sessions=1", "workload.turns=1", "workload.replyTokens=255", "kv.tokensPerSession=300"
        };
        Map<String, String> measured = tau(measured(1, settings).run());
        assertThat(measured.values()).allMatch(tau -> tau.endsWith("1, 1, 1, 1, 1, 1]"));
        assertThat(tau(simulated("pass-tape", RunDirectory.ACCEPTANCE_TAPE, settings))).isEqualTo(measured);
        assertThat(tau(simulated("rank-tape", RunDirectory.RANK_TAPE, settings))).isEqualTo(measured);
    }

    @Test
    void aTreeHasAsManyRowsAsItHad() throws IOException {
        String tree = "speculation={kind: tree-static, widths: [4, 2, 1, 1]}";
        RunOutcome measured = measured(tree, "workload.sessions=1").run();
        RunOutcome simulated = simulated("pass-tape", RunDirectory.ACCEPTANCE_TAPE, tree, "workload.sessions=1");
        assertThat(simulated.passes()).extracting(pass -> pass.rows() + " " + pass.tokens())
                .isEqualTo(measured.passes().stream().map(pass -> pass.rows() + " " + pass.tokens()).toList());
    }

    @Test
    void whereNothingIsGuessedThereIsNoTapeOfIt() throws IOException {
        measured("speculation={kind: off}", "workload.turns=1");
        assertThat(folder.resolve(RunDirectory.ACCEPTANCE_TAPE)).doesNotExist();
        assertThat(folder.resolve(RunDirectory.ATTENTION)).doesNotExist();
    }

    @Test
    void whereAttentionFellCanBeGivenToAScenario() throws IOException {
        String[] folding = {
            "kv.policy=h2o", "kv.pageBytes=64 KiB", "kv.heavyTokens=64", "kv.recentTokens=64", "attention.recentTokens=32",
            "workload.promptTokens=150", "workload.sessions=1", "workload.turns=1", "workload.replyTokens=20"
        };
        LiveOutcome outcome = measured(folding);
        assertThat(outcome.attention()).isPresent();
        String section = Files.readString(folder.resolve(RunDirectory.ATTENTION));
        Path with = Files.writeString(folder.resolve("with.yaml"), Files.readString(scenario) + section);
        Scenario again = LiveWorld.scenario(with.toString(), List.of(), options());
        assertThat(again.attention().sinkPpm()).isEqualTo(outcome.attention().get().sinkPpm());
        assertThat(again.attention().recentPpm()).isEqualTo(outcome.attention().get().recentPpm());
    }
}
