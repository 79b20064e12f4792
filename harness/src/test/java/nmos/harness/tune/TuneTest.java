package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Estimate;
import nmos.harness.grid.Evaluation;
import nmos.harness.validate.Follower;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The search on real scenarios, shortened. The full measurement is `nmos.bench.tune.TuneBesideGrid`.
class TuneTest {
    private static final String SCENARIO = "09-draft-while-waiting";
    private static final List<String> SHORT = List.of("workload.turns=2", "workload.replyTokens=24");
    private static final List<String> VARY =
            List.of("placement.kind=pinned,hybrid", "placement.rows=1,16,64", "speculation.whilePass=true,false", "speculation.k=1..15");
    private static final int REPLICATIONS = 3;

    @TempDir
    private Path folder;

    private static Tuned tune(String scenario, List<String> settings, Aim aim, List<String> vary, Budget budget) {
        return Tune.run(Plays.of(new Evaluation(scenario, settings, aim.metrics())), vary, ScenarioLoader.load(scenario, settings), aim, budget, Follower.NOBODY);
    }

    @Test
    void aThirdOfTheEvaluationsIsEnoughForTheBestOfAGrid() {
        Aim aim = new Aim(Goal.parse("max tokens_per_second"), List.of());
        double best = exhaustive(aim).max().orElseThrow();
        Tuned tuned = tune(SCENARIO, SHORT, aim, VARY, new Budget(60, REPLICATIONS, 2, 1));
        assertThat(tuned.trials()).hasSizeLessThanOrEqualTo(60);
        double found = tuned.trials().stream()
                .filter(trial -> trial.replications() >= REPLICATIONS)
                .mapToDouble(trial -> Arrays.stream(trial.values(0), 0, REPLICATIONS).average().orElseThrow())
                .max()
                .orElseThrow();
        assertThat(found).isGreaterThanOrEqualTo(.99 * best);
    }

    private static DoubleStream exhaustive(Aim aim) {
        Axes axes = Axes.parse(VARY);
        assertThat(axes.points()).isEqualTo(180);
        Evaluation evaluation = new Evaluation(SCENARIO, SHORT, aim.metrics());
        return IntStream.range(0, axes.points()).mapToDouble(point -> IntStream.range(0, REPLICATIONS)
                .mapToDouble(replication -> ((Candidate.Possible) evaluation.with(axes.settings(point)))
                        .play(replication, () -> true)
                        .orElseThrow()
                        .values()[0])
                .average()
                .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "01-first-token", "03-typing-hides-loading", "04-chain-or-tree", "06-500-ms", "07-two-people", "08-long-context", "09-draft-while-waiting",
        "10-stream-for-real"
    })
    void theUsualKnobsOfAScenarioAreFieldsThatItHas(String name) {
        Scenario scenario = ScenarioLoader.load(name, List.of());
        List<String> knobs = Usual.knobs(scenario);
        assertThat(knobs).hasSizeGreaterThan(3);
        Tune.check(knobs, name, List.of());
        for (String knob : knobs) {
            assertThat(Knob.parse(knob).values()).as(knob).isNotEmpty().allSatisfy(value ->
                    assertThat(ScenarioLoader.load(name, List.of(knob.substring(0, knob.indexOf('=')) + "=" + value))).isNotNull());
        }
    }

    @Test
    void aFieldThatIsNotThereIsRefusedBeforeAnythingIsTried() {
        assertThatThrownBy(() -> Tune.check(List.of("speculation.kk=1..4"), SCENARIO, List.of()))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("speculation.kk");
    }

    @Test
    void whatWasTriedIsLeftInFilesThatOthersRead() throws Exception {
        Aim aim = new Aim(Goal.parse("max tokens_per_second"), List.of(Limit.parse("--subject-to", "itl_ms.p95 <= 1000")));
        List<String> vary = List.of("speculation.widths=[2, 1],[3]", "speculation.kind=off,tree-static", "placement.pin.vram=1 GB,900 GB");
        Tuned tuned = tune(SCENARIO, SHORT, aim, vary, new Budget(20, 2, 1, 1));
        TunedFile.write(SCENARIO, tuned, folder);
        List<String> table = Files.readAllLines(folder.resolve(TunedFile.TABLE));
        assertThat(table).hasSize(1 + tuned.trials().size());
        assertThat(table.getFirst()).isEqualTo("number,standing,replications,failed_turns,tokens_per_second,tokens_per_second_half_width_95,"
                + "itl_ms.p95,itl_ms.p95_half_width_95,speculation.widths,speculation.kind,placement.pin.vram,refused");
        assertThat(table).anyMatch(line -> line.contains("\"[2, 1]\"")).anyMatch(line -> line.contains(",cannot be,") && line.contains("vram"));
        ObjectMapper json = new ObjectMapper();
        assertThat(Files.readAllLines(folder.resolve(TunedFile.LINES))).hasSameSizeAs(tuned.trials()).allSatisfy(line ->
                assertThat(json.readTree(line).path("number").isInt()).isTrue());
        JsonNode whole = json.readTree(Files.readString(folder.resolve(TunedFile.NAME)));
        assertThat(whole.path("best").path("figures").path("tokens_per_second").path("mean").asDouble())
                .isEqualTo(Objects.requireNonNull(tuned.best()).trial().mean(0));
        assertThat(whole.path("impossible").asInt()).isEqualTo((int) tuned.trials().stream().filter(trial -> trial.refused() != null).count());
    }

    @Test
    void pairedReplicationsTellNearSettingsApart() {
        Aim aim = new Aim(Goal.parse("max tokens_per_second"), List.of());
        Tuned tuned = tune(SCENARIO, SHORT, aim, List.of("speculation.k=2..9"), new Budget(10, 6, 2, 1));
        Tuned.Best best = Objects.requireNonNull(tuned.best());
        Trial second = Objects.requireNonNull(best.runnerUp());
        Lead lead = Objects.requireNonNull(best.lead());
        assertThat(best.fresh()).isTrue();
        assertThat(lead.pairs()).as("those that the search did not know").isEqualTo(6);
        double apart = Math.hypot(fresh(best.trial()).halfWidth95(), fresh(second).halfWidth95());
        assertThat(Lead.of(aim, best.trial(), second, 6, 1).halfWidth()).as("than what either does by chance").isPositive().isLessThan(apart);
        assertThat(Lead.of(aim, best.trial(), second, 6, 2).halfWidth()).as("where two were compared")
                .isGreaterThan(Lead.of(aim, best.trial(), second, 6, 1).halfWidth());
    }

    private static Estimate fresh(Trial trial) {
        return Estimate.of(Arrays.copyOfRange(trial.values(0), 6, 12));
    }

    @Test
    void theScenarioAsItStandsIsNotTriedAgainAsASettingOfTheSpace() {
        Aim aim = new Aim(Goal.parse("max tokens_per_second"), List.of());
        Tuned tuned = tune(SCENARIO, SHORT, aim, List.of("speculation.k=4,1", "placement.pin={ram: all, vram: all}"), new Budget(10, 2, 2, 1));
        assertThat(tuned.trials()).hasSize(2);
        assertThat(tuned.asItStands().among()).isTrue();
        assertThat(Objects.requireNonNull(tuned.best()).trial()).isSameAs(tuned.asItStands());
        assertThat(tuned.matters().getFirst().best()).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "speculation.k=1..8", "speculation.widths=[2],[4,2,1,1]", "machine.hops.link.bandwidth.value=1 GB/s,3.2 GB/s", "placement.pin.vram=1 GB,all",
        "river.margin=10 %,20 %", "speculation.whilePass=false,true", "workload.typingPerToken=1 ms,300 ms"
    })
    void whatTheScenarioHasIsFoundAmongTheValues(String vary) {
        Knob knob = Knob.parse(vary);
        Scenario own = ScenarioLoader.load(SCENARIO, List.of());
        int[] setting = new Space(List.of(knob), own).own().orElseThrow();
        String found = setting[0] == Space.NO_SAY ? "" : knob.setting(setting[0]);
        assertThat(ScenarioLoader.load(SCENARIO, found.isEmpty() ? List.of() : List.of(found))).isEqualTo(own);
    }
}
