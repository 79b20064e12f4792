package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import nmos.traces.TypedTurn;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static Scenario scenario(String... settings) {
        return ScenarioLoader.load("03-typing-hides-loading", List.of(settings));
    }

    private static List<TypedTurn> turns(Scenario scenario) {
        return Objects.requireNonNull(scenario.workload().typed()).turns(0, 0);
    }

    @Test
    void theFirstTurnsArePlayedAndRepliesAreNoLongerThanAsked() {
        List<TypedTurn> all = turns(scenario());
        Scenario some = scenario("workload.turns=2", "workload.replyTokens=20", "workload.warmUpTurns=0");
        assertThat(some.workload().turns()).isEqualTo(2);
        assertThat(turns(some)).hasSize(2).allSatisfy(turn -> assertThat(turn.begin().replyTokens()).isEqualTo(20));
        assertThat(turns(some).get(1).changes()).isEqualTo(all.get(1).changes());
        assertThat(all.getFirst().begin().replyTokens()).isGreaterThan(20);
    }

    @Test
    void anExcerptIsWrittenWithItsScenario() {
        Scenario some = scenario("workload.turns=2", "workload.replyTokens=20", "workload.warmUpTurns=0");
        assertThat(ScenarioLoader.parse("copy.yaml", some.toYaml(), List.of())).isEqualTo(some);
    }
}
