package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.grid.Evaluation;
import nmos.harness.grid.Metrics;
import nmos.scenarios.ScenarioLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said to have no say has none.
class MootTest {
    private static final String SCENARIO = "09-draft-while-waiting";
    private static final List<String> SHORT = List.of("workload.turns=2", "workload.replyTokens=24", "acceptance.ranks=[.05]");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "speculation.kind=off | speculation.k=1 | speculation.k=30",
        "speculation.kind=tree-static | speculation.k=1 | speculation.k=30",
        "speculation.kind=tree-adaptive | speculation.k=1 | speculation.k=30",
        "speculation.kind=chain | speculation.widths=[2, 2] | speculation.widths=[7]",
        "speculation.kind=tree-adaptive | speculation.widths=[2, 2] | speculation.widths=[7]",
        "speculation.kind=chain | speculation.maxNodes=2 | speculation.maxNodes=60",
        "speculation.kind=tree-static | speculation.maxDepth=2 | speculation.maxDepth=60",
        "speculation.kind=chain | speculation.branch=1 | speculation.branch=6",
        "speculation.kind=off | speculation.whilePass=true | speculation.whilePass=false",
        "speculation.kind=off | speculation.drafter=model | speculation.drafter=either",
        "anticipation.kind=prefill | anticipation.predictTokens=1 | anticipation.predictTokens=30",
        "river.kind=double-buffer | river.margin=0 | river.margin=90 %",
        "kv={tokensPerSession: 512, policy: lru} | kv.heavyTokens=20 | kv.heavyTokens=90",
    })
    void itChangesNoFigure(String kind, String one, String other) {
        assertThat(played(kind, one)).isPresent().isEqualTo(played(kind, other));
        Space space = new Space(List.of(Knob.parse(knob(one, other))), ScenarioLoader.load(SCENARIO, List.of(kind)));
        assertThat(space.all().orElseThrow()).hasSize(1);
    }

    private static String knob(String one, String other) {
        return one + "," + other.substring(other.indexOf('=') + 1);
    }

    private static Optional<Played> played(String kind, String setting) {
        Evaluation evaluation = new Evaluation(SCENARIO, SHORT, List.of(
                Metrics.named("tokens_per_second"), Metrics.named("ttft_verified_ms.p50"), Metrics.named("pass_ms.p99"), Metrics.named("bytes.ram -> vram")));
        return evaluation.with(List.of(kind, setting)) instanceof Candidate.Possible possible ? possible.play(1, () -> true) : Optional.empty();
    }

    @Test
    void settingsThatDifferInItAloneAreOne() {
        Space space = new Space(List.of(Knob.parse("speculation.kind=off,chain,tree-static"), Knob.parse("speculation.k=1..32")), null);
        assertThat(space.written()).isEqualTo(96);
        assertThat(space.all().orElseThrow()).hasSize(1 + 32 + 1);
        assertThat(space.settings(space.setting(new int[] {0, 7}))).containsExactly("speculation.kind=off");
    }

    @Test
    void aFieldThatIsReplacedAsAWholeSaysNothingOfItsParts() {
        Space space = new Space(List.of(Knob.parse("speculation={kind: off},{kind: chain}"), Knob.parse("speculation.k=1..4")), null);
        assertThat(space.all().orElseThrow()).hasSize(8);
    }
}
