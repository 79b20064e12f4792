package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.scenarios.yaml.InvalidFile;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `workload.speed`: people are that many times as fast, and nothing else is.
class TempoTest {
    private static Scenario steady(String... settings) {
        return load("02-72b-on-4gb", settings);
    }

    private static Scenario typed(String... settings) {
        return load("03-typing-hides-loading", settings);
    }

    private static Scenario load(String name, String... settings) {
        return ScenarioLoader.load(
                name,
                Stream.concat(Stream.of("workload.pauseAfter=451 ms", "anticipation={kind: warm, unloadAfter: 7 s}"), Stream.of(settings))
                        .toList());
    }

    @Test
    void peopleTypeThinkAndPauseInHalfTheTime() {
        Workload before = steady().workload();
        Workload after = steady("workload.speed=2").workload();
        assertThat(after.typingNs()).isPositive().isEqualTo(before.typingNs() / 2);
        assertThat(after.thinkNs()).isPositive().isEqualTo(before.thinkNs() / 2);
        assertThat(after.pauseAfterNs()).isEqualTo(225_500_000);
        assertThat(after.promptTokens()).isEqualTo(before.promptTokens());
        assertThat(steady("workload.speed=2").anticipation()).isEqualTo(steady().anticipation());
        assertThat(steady("workload.speed=2").machine()).isEqualTo(steady().machine());
    }

    @Test
    void aTraceIsPlayedInHalfTheTime() {
        List<TypedTurn> before = Objects.requireNonNull(typed().workload().typed()).turns(0, 0);
        List<TypedTurn> after = Objects.requireNonNull(typed("workload.speed=2").workload().typed()).turns(0, 0);
        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
        for (int turn = 0; turn < before.size(); turn++) {
            assertThat(after.get(turn).submitNs()).isEqualTo(before.get(turn).submitNs() / 2);
            assertThat(after.get(turn).begin().ns()).isEqualTo(before.get(turn).begin().ns() / 2);
            assertThat(after.get(turn).promptLength()).isEqualTo(before.get(turn).promptLength());
            assertThat(after.get(turn).changes()).extracting(TraceEvent::ns).containsExactlyElementsOf(
                    before.get(turn).changes().stream().map(change -> change.ns() / 2).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", ".7", "0.5", "1000", "12.345678", "0.001"})
    void aResolvedScenarioReadsBackAsItselfAtAnySpeed(String speed) {
        for (Scenario scenario : List.of(steady("workload.speed=" + speed), typed("workload.speed=" + speed))) {
            String text = scenario.toYaml();
            Scenario again = ScenarioLoader.parse("resolved", text, List.of());
            assertThat(again).isEqualTo(scenario);
            assertThat(again.toYaml()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', value = {
        "0        @ 0 is not above 0 and at most 1000",
        "-1       @ -1 is not above 0 and at most 1000",
        "1001     @ 1001 is not above 0 and at most 1000",
        "2 x      @ expected a factor as 2 or .5, without a unit, found '2 x'",
        "fast     @ expected a factor, found 'fast'",
        ".0000001 @ .0000001 has more than 6 decimals, round it",
    })
    void aSpeedThatIsNoneIsRefused(String speed, String problem) {
        assertThatThrownBy(() -> steady("workload.speed=" + speed))
                .isInstanceOf(InvalidFile.class)
                .hasMessage("--set workload.speed=" + speed + ": workload.speed: " + problem);
    }

    @Test
    void whatTakesForEverIsRefused() {
        assertThatThrownBy(() -> steady("workload.speed=.000001", "workload.thinkTime=1000000 min"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("raise workload.speed");
        assertThatThrownBy(() -> steady("workload.speed=.000001", "workload.thinkTime=100 min"))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("longer than 36 years");
    }
}
