package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import nmos.policy.Facts;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Turn;
import org.junit.jupiter.api.Test;

/// What people see when the draft's words are shown until the oracle's are there.
class ReplyModeTest {
    private static SimOutcome play(String... settings) throws IOException {
        Simulation simulation = new Simulation(ScenarioLoader.load("02-72b-on-4gb", List.of(settings)));
        return simulation.play(0, new HeapCalendar(), simulation.policy());
    }

    @Test
    void theFirstWordTakesTheDraftReadingThePromptAndOneToken() throws IOException {
        Simulation simulation =
                new Simulation(ScenarioLoader.load("02-72b-on-4gb", List.of("reply=draft-then-oracle")));
        Facts.Draft draft = simulation.composition().facts().draft();
        long expectedNs = 256 * draft.nsPerPrefillRow() + draft.nsPerLevel() + draft.nsPerNode();
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        for (Turn turn : outcome.turns().stream().filter(Turn::counted).toList()) {
            assertThat(turn.ttftDraftNs()).hasValue(expectedNs);
            assertThat(turn.ttftVerifiedNs()).isGreaterThan(100 * expectedNs);
        }
    }

    @Test
    void whatIsVerifiedComesNoLaterThanTheWordsUnderWay() throws IOException {
        SimOutcome plain = play();
        SimOutcome shown = play("reply=draft-then-oracle");
        for (int turn = 0; turn < plain.turns().size(); turn++) {
            assertThat(plain.turns().get(turn).ttftDraftNs()).isEmpty();
            assertThat(shown.turns().get(turn).tokens()).isEqualTo(plain.turns().get(turn).tokens());
            // The layers that rest in VRAM wait for the draft's prompt or one of its words, at most.
            assertThat(shown.turns().get(turn).ttftVerifiedNs() - plain.turns().get(turn).ttftVerifiedNs())
                    .isBetween(0L, 200_000_000L);
        }
    }

    @Test
    void withoutADraftThereIsNothingToShow() {
        assertThatThrownBy(() -> ScenarioLoader.load("05-compute-where-the-bytes-are", List.of("reply=draft-then-oracle")))
                .isInstanceOf(InvalidFile.class)
                .hasMessageContaining("there is no draft whose words could be shown");
    }
}
