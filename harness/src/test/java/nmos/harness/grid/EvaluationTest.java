package nmos.harness.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import nmos.journal.RunJson;
import nmos.journal.RunReport;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.SavedByTyping;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.report.WorldReport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class EvaluationTest {
    private static final String SCENARIO = "09-draft-while-waiting";
    private static final List<String> SHORT = List.of("workload.turns=3", "workload.replyTokens=8");

    private static Evaluation asking(String... metrics) {
        return new Evaluation(SCENARIO, SHORT, List.of(metrics).stream().map(Metrics::named).toList());
    }

    private static Candidate.Possible possible(Candidate candidate) {
        assertThat(candidate).isInstanceOf(Candidate.Possible.class);
        return (Candidate.Possible) candidate;
    }

    @Test
    void aReplicationComesToTheSameWhoeverAsksAndDiffersFromTheNext() {
        Evaluation evaluation = asking("tokens_per_second", "ttft_verified_ms.p50");
        Candidate.Possible once = possible(evaluation.with(List.of("speculation.kind=chain")));
        Candidate.Possible again = possible(evaluation.with(List.of("speculation.kind=chain")));
        assertThat(once.play(1, () -> true)).isEqualTo(again.play(1, () -> true)).isEqualTo(once.play(1, () -> true)).isPresent();
        assertThat(once.play(2, () -> true)).isNotEqualTo(once.play(1, () -> true));
    }

    @Test
    void whatCannotBeIsAnAnswerWithItsReason() {
        Evaluation evaluation = asking("tokens_per_second");
        assertThat(evaluation.with(List.of("machine.hops.link.bandwidth.value=900 GB/s")))
                .isInstanceOfSatisfying(Candidate.Impossible.class, no -> assertThat(no.reason()).contains("bandwidth").doesNotContain("\n"));
        assertThat(evaluation.with(List.of("speculation.kind=nonsense")))
                .isInstanceOfSatisfying(Candidate.Impossible.class, no -> assertThat(no.reason()).contains("nonsense"));
        assertThat(evaluation.with(List.of("placement.pin.vram=400 GB")))
                .isInstanceOfSatisfying(Candidate.Impossible.class, no -> assertThat(no.reason()).contains("vram"));
    }

    @Test
    void settingsOfACandidateWinOverThoseOfAll() {
        Evaluation evaluation = new Evaluation(SCENARIO, List.of("speculation.k=3"), List.of());
        assertThat(possible(evaluation.with(List.of("speculation.k=5"))).scenario().speculation().k()).isEqualTo(5);
        assertThat(possible(evaluation.with(List.of())).scenario().speculation().k()).isEqualTo(3);
    }

    @Test
    void aReplicationThatIsToldToStopHasNoValues() {
        AtomicBoolean goOn = new AtomicBoolean();
        assertThat(possible(asking("tokens_per_second").with(List.of())).play(0, goOn::get)).isEmpty();
    }

    @Test
    void metricsHaveTheValuesThatRunJsonHasUnderTheirNames() throws Exception {
        Simulation simulation = new Simulation(ScenarioLoader.load("03-typing-hides-loading", List.of("workload.turns=3")));
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        RunReport run = WorldReport.of(simulation.setting(), outcome.run(), "", null, SavedByTyping.of(simulation, 1, _ -> true));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunJson.write(run, bytes);
        JsonNode json = new ObjectMapper().readTree(bytes.toByteArray());
        Set<String> told = Metrics.names().stream()
                .filter(name -> {
                    OptionalDouble value = Metrics.named(name).of(run);
                    JsonNode there = find(json, name);
                    assertThat(value.isPresent()).as(name).isEqualTo(!there.isMissingNode());
                    // A pass is given in seconds to the microsecond.
                    value.ifPresent(number -> assertThat(number).as(name).isCloseTo(there.asDouble(), org.assertj.core.data.Offset.offset(1e-6)));
                    return value.isPresent();
                })
                .collect(Collectors.toSet());
        assertThat(told).contains("tokens_per_second", "ttft_verified_ms.p50", "saved_by_typing_ms.p50", "bound.reached",
                "resources.vram compute.busy_ms", "bytes.ssd -> ram");
    }

    private static JsonNode find(JsonNode json, String name) {
        String[] keys = name.split("\\.", -1);
        JsonNode summary = json.path("summary");
        JsonNode at = summary.has(keys[0]) ? summary : json;
        for (String key : keys) {
            at = at.path(key);
        }
        return at;
    }

    @Test
    void anUnknownMetricIsToldWithThoseThereAre() {
        assertThatThrownBy(() -> Metrics.named("tokens_per_secnd")).hasMessageContaining("did you mean 'tokens_per_second'?");
        assertThatThrownBy(() -> Metrics.named("zzz")).hasMessageContaining("known: tokens_per_second").hasMessageContaining("tau_mean");
        assertThatThrownBy(() -> Metrics.named("bytes.")).hasMessageContaining("unknown metric");
    }

    @Test
    void savingsAreToldWhereSomethingIsAnticipated() {
        Metric saved = Metrics.named("saved_by_typing_ms.p50");
        Evaluation evaluation = new Evaluation("03-typing-hides-loading", List.of("workload.turns=2"), List.of(saved));
        assertThat(possible(evaluation.with(List.of())).play(0, () -> true).orElseThrow().values()[0]).isGreaterThan(0);
        assertThat(possible(evaluation.with(List.of("anticipation.kind=none"))).play(0, () -> true).orElseThrow().values()[0])
                .as("no less than what costs time").isZero();
    }

    @Test
    void anEstimateOfDifferencesForgetsWhatIsAlike() {
        double[] one = {10, 20, 30, 40};
        double[] other = {9, 19.5, 29, 39.5};
        assertThat(Estimate.of(one).halfWidth95()).isGreaterThan(10);
        Estimate apart = Estimate.ofDifferences(one, other);
        assertThat(apart.mean()).isEqualTo(.75);
        assertThat(apart.halfWidth95()).isLessThan(1);
        assertThat(Estimate.of(new double[0]).count()).isZero();
    }

    @Test
    void aFigureThatAReplicationLacksIsUnknown() {
        assertThat(Estimate.of(new double[] {1, Double.NaN, 3})).isEqualTo(new Estimate(Double.NaN, Double.NaN, 0));
        assertThat(Estimate.ofDifferences(new double[] {1, 2}, new double[] {1, Double.NaN}).mean()).isNaN();
    }

    @Test
    void theMoreAreComparedTheWiderIsEachInterval() {
        double[] one = {10, 20, 30, 41};
        double[] other = {9, 19.5, 29, 39.5};
        double alone = Estimate.ofDifferences(one, other).halfWidth95();
        assertThat(Estimate.ofDifferences(one, other, 1).halfWidth95()).isEqualTo(alone);
        // Of Student's t with 3 degrees of freedom, at .975 and at 1 - .05 / 2 / 5.
        assertThat(Estimate.ofDifferences(one, other, 5).halfWidth95() / alone).isCloseTo(5.8409 / 3.1824, within(1e-3));
    }

    @Test
    void aFileThatCannotBeReadSaysNothingOfTheSettings() {
        assertThat(asking("tokens_per_second").with(List.of("speculation.kind=chain", "acceptance={kind: pass-tape, file: missing.tape}")))
                .isInstanceOfSatisfying(Candidate.Impossible.class, no -> {
                    assertThat(no.reason()).contains("missing.tape");
                    assertThat(no.unread()).isTrue();
                });
        assertThat(asking("tokens_per_second").with(List.of("speculation.kind=nonsense")))
                .isInstanceOfSatisfying(Candidate.Impossible.class, no -> assertThat(no.unread()).isFalse());
    }
}
