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
import nmos.harness.gates.GateResult.Check;
import nmos.harness.validate.FiguresOf;
import nmos.journal.PolicyHash;
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

/// Gate B: the committed measured runs are simulated again, by the simulator of today and without their models, and may not be further
/// from what was measured than they were.
public final class FidelityGate {
    private FidelityGate() {}

    /// `accept`: the errors of today are those that count from now on.
    ///
    /// @throws ChildJvm.Stopped where `goOn` ended it
    public static GateResult run(Checkout checkout, boolean accept, BooleanSupplier goOn) throws IOException {
        long beganNs = System.nanoTime();
        String hash = PolicyHash.ofThisProgram();
        List<Check> checks = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int accepted = 0;
        for (Recorded recorded : Recorded.in(checkout.measured())) {
            Outcome outcome = outcome(recorded, checkout, hash, goOn);
            if (accept && outcome.moved() && outcome.reports.size() == recorded.repetitions()) {
                accept(recorded, outcome);
                accepted++;
                outcome = new Outcome(outcome.reports, outcome.drifts, new Verdict.Passed());
            }
            checks.add(new Check(recorded.name(), outcome.verdict));
        }
        if (checks.isEmpty()) {
            checks.add(new Check("measured runs", new Verdict.Skipped(
                    "there are none under " + checkout.measured() + "; nmos validate --grid FILE --out makes them")));
        } else if (checks.stream().anyMatch(check -> check.verdict() instanceof Verdict.Failed)) {
            notes.add("if this is meant to be: nmos bench B --accept, and let git diff " + checkout.relative(checkout.measured())
                    + " be part of the change");
        }
        if (accept) {
            notes.add(accepted == 0 ? "nothing to accept" : "wrote " + accepted + " validation.json; git diff shows what it means");
        }
        return new GateResult(Gate.FIDELITY, checks, notes, System.nanoTime() - beganNs);
    }

    /// `reports`: a simulation for each repetition, none where it could not be simulated.
    private record Outcome(List<RunReport> reports, List<Drift> drifts, Verdict verdict) {
        boolean moved() {
            return drifts.stream().anyMatch(Drift::moved);
        }
    }

    private static Outcome outcome(Recorded recorded, Checkout checkout, String hash, BooleanSupplier goOn) throws IOException {
        List<RunReport> reports = new ArrayList<>();
        try {
            for (int repetition = 0; repetition < recorded.repetitions(); repetition++) {
                reports.add(simulated(recorded.scenario(repetition, checkout), hash, goOn));
            }
        } catch (Recorded.Missing missing) {
            return new Outcome(List.of(), List.of(), new Verdict.Skipped("not covered: " + missing.getMessage()));
        } catch (InvalidFile | PlacementException refused) {
            return new Outcome(List.of(), List.of(), new Verdict.Failed(
                    List.of("today's program does not take it: " + String.valueOf(refused.getMessage()).replaceAll("\\s*\\R\\s*", "; "))));
        }
        List<Drift> drifts = drifts(recorded.validation(), reports);
        return new Outcome(reports, drifts, verdict(recorded, drifts));
    }

    private static RunReport simulated(Scenario scenario, String hash, BooleanSupplier goOn) throws IOException {
        Simulation simulation = new Simulation(scenario);
        SimOutcome outcome = simulation.play(0, DsolCalendar.create(), simulation.policy(), _ -> goOn.getAsBoolean());
        if (!outcome.complete()) {
            throw new ChildJvm.Stopped();
        }
        return WorldReport.of(simulation.setting(), outcome.run(), hash, null, null);
    }

    /// Figures that were recorded; one that there is no more has drifted out of sight, which the verdict says.
    private static List<Drift> drifts(Validation validation, List<RunReport> reports) {
        Map<String, Figure> today = new LinkedHashMap<>();
        FiguresOf.both(reports, reports, Figure.Origin.PREDICTED).forEach(figure -> today.put(figure.name(), figure));
        List<Drift> drifts = new ArrayList<>();
        for (Figure recorded : validation.figures()) {
            Figure now = today.get(recorded.name());
            if (now != null) {
                drifts.add(new Drift(recorded, with(recorded, now.simulated())));
            }
        }
        return drifts;
    }

    private static Figure with(Figure recorded, List<Double> simulated) {
        return new Figure(recorded.name(), recorded.unit(), recorded.origin(), simulated, recorded.measured());
    }

    private static Verdict verdict(Recorded recorded, List<Drift> drifts) {
        List<String> lost = new ArrayList<>();
        for (Figure figure : recorded.validation().figures()) {
            if (drifts.stream().noneMatch(drift -> drift.recorded().equals(figure))) {
                lost.add(figure.name() + ": was simulated, and is no more");
            }
        }
        drifts.stream().filter(Drift::held).filter(Drift::lost).map(Drift::line).forEach(lost::add);
        Optional<String> notHeld = recorded.notHeld();
        if (notHeld.isPresent()) {
            return new Verdict.Passed("not held: " + notHeld.get() + (lost.isEmpty() ? "" : "; " + String.join("; ", lost)));
        }
        if (!lost.isEmpty()) {
            return new Verdict.Failed(lost);
        }
        List<String> moved = drifts.stream().filter(Drift::moved).map(Drift::line).toList();
        return moved.isEmpty()
                ? new Verdict.Passed()
                : new Verdict.Passed("moved, within 2 points or 5 ms or nearer: " + String.join("; ", moved));
    }

    /// The runs and the validation that sums them up; what was measured stays as it is.
    private static void accept(Recorded recorded, Outcome outcome) throws IOException {
        Validation was = recorded.validation();
        Map<String, Drift> drifts = new LinkedHashMap<>();
        outcome.drifts.forEach(drift -> drifts.put(drift.recorded().name(), drift));
        List<Figure> figures = was.figures().stream()
                .filter(figure -> drifts.containsKey(figure.name()))
                .map(figure -> drifts.getOrDefault(figure.name(), new Drift(figure, figure)).today())
                .toList();
        for (int repetition = 0; repetition < outcome.reports.size(); repetition++) {
            Path run = recorded.folder().resolve(was.simulatedRuns().get(repetition));
            if (Files.isDirectory(run)) {
                new RunDirectory(run).report(outcome.reports.get(repetition));
            }
        }
        ValidationFile.write(
                new Validation(was.scenario(), was.settings(), was.command(), was.machine(), was.acceptance(), was.host(), figures,
                        was.simulatedRuns(), was.measuredRuns(), was.dominates(), was.unsound(), was.warnings(), was.notCovered(),
                        was.maxErrorShare()),
                recorded.folder());
    }
}
