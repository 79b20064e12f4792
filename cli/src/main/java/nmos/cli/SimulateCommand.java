package nmos.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.Policy;
import nmos.policy.anticipation.Anticipations;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.Typed;
import nmos.sim.Replications;
import nmos.sim.SavedByTyping;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nmos simulate SCENARIO`: predicts, prints the summary and leaves a run directory.
@Command(
        name = "simulate",
        description = "Predict a scenario: print the summary, write a run directory.",
        footer = {
            "",
            "Examples:",
            "  nmos simulate 02-72b-on-4gb",
            "  nmos simulate 02-72b-on-4gb --set speculation.kind=chain --set speculation.k=8 --replications 20",
        })
final class SimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String name = "";

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "Play it N times with other random numbers and give confidence intervals.")
    private @Nullable Integer replications;

    @Option(names = "--no-journal", description = "Write no journal: faster, but the run cannot be replayed.")
    private boolean noJournal;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = ScenarioLoader.load(name, options.settings(replications));
        Simulation simulation = simulation(scenario);
        String hash = PolicyHash.ofThisProgram();
        RunDirectory directory = options.directory(scenario.name(), ReadFiles.of(name, options.settings(replications), List.of()));
        try (var _ = terminal.stop().hold()) {
            directory.scenario(scenario.toYaml());
            directory.report(WorldReport.begun(simulation.setting(), hash));
            RunReport report = run(simulation, directory, hash);
            directory.report(report);
            print(simulation, report);
            terminal.out().flush();
            terminal.err().println((report.complete() ? "wrote " : "interrupted; what there is is in ") + directory.path());
            return report.complete() ? Failures.OK : Failures.FAILED;
        }
    }

    private static Simulation simulation(Scenario scenario) {
        try {
            return new Simulation(scenario);
        } catch (IOException unreadable) {
            throw new BadInput("acceptance.file: " + unreadable.getMessage());
        }
    }

    private RunReport run(Simulation simulation, RunDirectory directory, String hash) throws IOException {
        int turns = simulation.scenario().workload().sessions() * simulation.scenario().workload().turns();
        SimOutcome outcome;
        try (Progress progress = terminal.progress("simulating", turns)) {
            outcome = play(simulation, directory, hash, turnsOver -> {
                progress.at(turnsOver);
                return !terminal.stop().requested();
            });
        }
        int count = simulation.scenario().replications();
        RunReport.Replications repeated =
                count > 1 && outcome.complete() ? replicate(simulation, count) : null;
        if (repeated != null && repeated.count() < count) {
            terminal.err().println("interrupted after " + repeated.count() + " of " + count + " replications");
        }
        RunReport.SavedByTyping saved = outcome.complete() ? saved(simulation, count) : null;
        return WorldReport.of(simulation.setting(), outcome.run(), hash, repeated, saved);
    }

    private RunReport.@Nullable SavedByTyping saved(Simulation simulation, int count) throws IOException {
        if (simulation.scenario().anticipation().kind() == Anticipations.NONE) {
            return null;
        }
        Typed typed = simulation.scenario().workload().typed();
        // Once round the trace: playing a session again would count its turns twice.
        int people = typed == null ? 1 : typed.together() ? 1 : Math.min(count, typed.sessions().size());
        try (Progress progress = terminal.progress("comparing", people)) {
            return SavedByTyping.of(simulation, people, over -> {
                progress.at(over);
                return !terminal.stop().requested();
            });
        }
    }

    private SimOutcome play(Simulation simulation, RunDirectory directory, String hash, RunWatch watch) throws IOException {
        Policy policy = simulation.policy();
        if (noJournal) {
            return simulation.play(0, DsolCalendar.create(), policy, watch);
        }
        try (JournalWriter journal = directory.journal(hash)) {
            return simulation.play(0, DsolCalendar.create(), new JournalingPolicy(policy, journal), watch);
        }
    }

    private RunReport.Replications replicate(Simulation simulation, int count) {
        try (Progress progress = terminal.progress("repeating", count)) {
            return Replications.of(simulation, count, over -> {
                synchronized (progress) {
                    progress.at(over);
                }
                return !terminal.stop().requested();
            });
        }
    }

    private void print(Simulation simulation, RunReport report) {
        if (options.json()) {
            terminal.out().println(RunText.json(report));
        } else {
            terminal.out().print(RunText.plain(simulation.scenario(), report));
        }
    }
}
