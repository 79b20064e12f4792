package nmos.harness.grid;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nmos.journal.RunReport;
import nmos.policy.anticipation.Anticipations;
import nmos.scenarios.Scenario;
import nmos.sim.SavedByTyping;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.report.WorldReport;
import org.jspecify.annotations.Nullable;

/// A scenario with some settings, as far as one gets with it.
public sealed interface Candidate {

    /// It cannot be: the files or the physics do not allow it, in one line. `unread`: a file could not be read, which may be mended, and says
    /// nothing of the settings.
    record Impossible(String reason, boolean unread) implements Candidate {
        public Impossible(String reason) {
            this(reason, false);
        }
    }

    /// It can be played, by several threads at once. Composed and planned already.
    final class Possible implements Candidate {
        private final Simulation simulation;
        private final @Nullable Simulation without;
        private final List<Metric> metrics;

        /// `without`: the same with nobody's typing anticipated, where somebody asks what that saves and anything is anticipated.
        Possible(Simulation simulation, @Nullable Simulation without, List<Metric> metrics) {
            this.simulation = simulation;
            this.without = without;
            this.metrics = metrics;
        }

        public Scenario scenario() {
            return simulation.scenario();
        }

        /// What its figures leave out.
        public List<String> notCovered() {
            return simulation.setting().notCovered();
        }

        /// Plays one replication. Replication `r` has the same keystrokes and the same chances whatever the settings, so that candidates
        /// can be told apart pair by pair. Empty where it was told not to go on.
        public Optional<Played> play(int replication, BooleanSupplier goOn) {
            SimOutcome outcome = play(simulation, replication, goOn);
            if (!outcome.complete()) {
                return Optional.empty();
            }
            RunReport.SavedByTyping saved = null;
            if (without != null) {
                SimOutcome plain = play(without, replication, goOn);
                if (!plain.complete()) {
                    return Optional.empty();
                }
                saved = SavedByTyping.between(plain.turns(), outcome.turns());
            }
            RunReport report = WorldReport.of(simulation.setting(), outcome.run(), "", null, saved);
            double[] values = metrics.stream().mapToDouble(metric -> value(metric, report)).toArray();
            RunReport.Summary summary = report.summary();
            return Optional.of(new Played(values, summary == null ? 0 : summary.failedTurns()));
        }

        /// Where nothing is anticipated, nothing is saved: not unknown, but the zero that what costs time has to be compared with.
        private double value(Metric metric, RunReport report) {
            return metric.needsSaved() && without == null ? 0 : metric.of(report).orElse(Double.NaN);
        }

        private static SimOutcome play(Simulation simulation, int replication, BooleanSupplier goOn) {
            return simulation.play(replication, new HeapCalendar(), simulation.policy(), _ -> goOn.getAsBoolean());
        }
    }

    /// One replication: a value for each metric that was asked for, in that order, NaN where the run has none. Where turns failed, the values
    /// are those of the others.
    record Played(double[] values, int failedTurns) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Played(double[] theirs, int failed) && failed == failedTurns && Arrays.equals(values, theirs);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(values) + failedTurns;
        }
    }

    /// Whether anything of it is anticipated, so that it can save something.
    static boolean anticipates(Scenario scenario) {
        return scenario.anticipation().kind() != Anticipations.NONE;
    }
}
