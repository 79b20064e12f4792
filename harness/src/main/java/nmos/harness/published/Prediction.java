package nmos.harness.published;

import java.io.IOException;
import java.util.List;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.yaml.InvalidFile;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Summary;
import nmos.world.metrics.Turn;

/// Tokens a second that a simulation comes to, or why there is none.
sealed interface Prediction {
    record Rate(double tokensPerSec) implements Prediction {}

    record Impossible(String reason) implements Prediction {}

    static Prediction of(Setup setup) throws IOException {
        try {
            var simulation = new Simulation(setup.scenario());
            SimOutcome outcome;
            try {
                outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
            } catch (ArithmeticException pastTheClock) {
                return new Impossible("it takes longer than the 292 years that a clock of nanoseconds has");
            }
            List<Turn> turns = outcome.turns().stream().filter(Turn::counted).toList();
            if (turns.isEmpty() || turns.stream().anyMatch(turn -> !turn.answered() || turn.failed().isPresent())) {
                return new Impossible("a turn fails");
            }
            return new Rate(rate(setup, turns, Summary.of(outcome.turns(), outcome.passes())));
        } catch (InvalidFile | PlacementException no) {
            return new Impossible(String.valueOf(no.getMessage()));
        }
    }

    /// Of one sequence, tokens of the reply over the time after the first; of a batch, all of them over the time from the first
    /// prompt to the last token, as those who publish batches count; of a prompt alone, its tokens until the first of the reply.
    private static double rate(Setup setup, List<Turn> turns, Summary summary) {
        if (setup.promptAlone()) {
            return setup.tokens().prompt() * 1e9 / turns.getFirst().ttftVerifiedNs();
        }
        if (setup.batch() == 1) {
            return summary.tokensPerSecond().orElseThrow();
        }
        long from = turns.stream().mapToLong(Turn::submittedNs).min().orElseThrow();
        long to = turns.stream().mapToLong(t -> t.submittedNs() + t.ttftVerifiedNs() + t.decodeNs()).max().orElseThrow();
        return turns.stream().mapToLong(Turn::tokens).sum() * 1e9 / (to - from);
    }
}
