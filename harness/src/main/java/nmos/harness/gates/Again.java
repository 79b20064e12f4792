package nmos.harness.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nmos.harness.validate.FiguresOf;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.placement.PlacementException;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.Scenario;
import nmos.scenarios.yaml.InvalidFile;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.report.WorldReport;

/// A recorded setting, simulated again by today's program.
sealed interface Again {
    Recorded recorded();

    /// What it takes is not all there.
    record NotCovered(Recorded recorded, String why) implements Again {}

    /// Today's program does not take it.
    record Refused(Recorded recorded, String how) implements Again {}

    /// `reports`: a simulation for each repetition. `drifts`: of the figures that there still are, in their order. `lost`: the names of
    /// those that there are no more.
    record Simulated(Recorded recorded, List<RunReport> reports, List<Drift> drifts, List<String> lost) implements Again {
        /// Whether what was recorded is what today's program gives.
        boolean differs() {
            return !lost.isEmpty() || drifts.stream().anyMatch(Drift::moved);
        }

        /// Writes the runs and the validation that sums them up; what was measured stays as it is. Gives what it is from now on.
        Simulated accept() throws IOException {
            Validation was = recorded.validation();
            for (int repetition = 0; repetition < reports.size(); repetition++) {
                Path run = recorded.folder().resolve(was.simulatedRuns().get(repetition));
                if (Files.isDirectory(run)) {
                    new RunDirectory(run).report(reports.get(repetition));
                }
            }
            var accepted = new Validation(was.scenario(), was.settings(), was.command(), was.machine(), was.acceptance(), was.host(),
                    drifts.stream().map(Drift::today).toList(), was.simulatedRuns(), was.measuredRuns(), null, was.unsound(), warnings(was),
                    was.notCovered(), was.maxErrorShare());
            ValidationFile.write(accepted, recorded.folder());
            return simulated(new Recorded(recorded.name(), recorded.folder(), accepted), reports);
        }

        /// Without the differences that were found then, of which the first is the one that dominated: they need not be today's.
        private List<String> warnings(Validation was) {
            int differences = was.warnings().indexOf(String.valueOf(was.dominates()));
            List<String> warnings = new ArrayList<>(differences < 0 ? was.warnings() : was.warnings().subList(0, differences));
            lost.forEach(name -> warnings.add("not compared: " + name + " is simulated no more"));
            return warnings;
        }
    }

    /// Simulates it, each of its repetitions.
    ///
    /// @throws ChildJvm.Stopped where `goOn` ended it
    static Again of(Recorded recorded, Checkout checkout, String hash, BooleanSupplier goOn) throws IOException {
        List<RunReport> reports = new ArrayList<>();
        try {
            for (int repetition = 0; repetition < recorded.repetitions(); repetition++) {
                reports.add(played(recorded.scenario(repetition, checkout), hash, goOn));
            }
        } catch (Recorded.Missing missing) {
            return new NotCovered(recorded, String.valueOf(missing.getMessage()));
        } catch (InvalidFile | PlacementException refused) {
            return new Refused(recorded, String.valueOf(refused.getMessage()).replaceAll("\\s*\\R\\s*", "; "));
        }
        return simulated(recorded, reports);
    }

    private static RunReport played(Scenario scenario, String hash, BooleanSupplier goOn) throws IOException {
        Simulation simulation = new Simulation(scenario);
        SimOutcome outcome = simulation.play(0, DsolCalendar.create(), simulation.policy(), _ -> goOn.getAsBoolean());
        if (!outcome.complete()) {
            throw new ChildJvm.Stopped();
        }
        return WorldReport.of(simulation.setting(), outcome.run(), hash, null, null);
    }

    private static Simulated simulated(Recorded recorded, List<RunReport> reports) {
        Map<String, Figure> today = new LinkedHashMap<>();
        FiguresOf.both(reports, reports, Figure.Origin.PREDICTED).forEach(figure -> today.put(figure.name(), figure));
        List<Drift> drifts = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (Figure was : recorded.validation().figures()) {
            Optional.ofNullable(today.get(was.name())).ifPresentOrElse(
                    is -> drifts.add(new Drift(was, new Figure(was.name(), was.unit(), was.origin(), is.simulated(), was.measured()))),
                    () -> lost.add(was.name()));
        }
        return new Simulated(recorded, reports, drifts, lost);
    }
}
