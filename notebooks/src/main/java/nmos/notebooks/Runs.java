package nmos.notebooks;

import java.io.IOException;
import java.nio.file.Path;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.reports.run.Run;
import nmos.scenarios.Scenario;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.report.WorldReport;

/// Run directories, made and read.
public final class Runs {
    /// Names the folder that runs lie in.
    public static final String FOLDER = "NMOS_RUNS";

    private Runs() {}

    /// Where runs lie: the folder that `NMOS_RUNS` names, else `runs` here.
    public static Path folder() {
        String named = System.getenv(FOLDER);
        return Path.of(named == null || named.isBlank() ? "runs" : named);
    }

    /// Simulates once and leaves a run directory named after the scenario, as `nmos simulate` does.
    public static Path simulate(Scenario scenario) throws IOException {
        return simulate(scenario, folder());
    }

    /// The same in another folder than that of all runs.
    public static Path simulate(Scenario scenario, Path runs) throws IOException {
        Simulation simulation = new Simulation(scenario);
        String hash = PolicyHash.ofThisProgram();
        RunDirectory directory = RunDirectory.fresh(runs, scenario.name());
        directory.scenario(scenario.toYaml());
        directory.report(WorldReport.begun(simulation.setting(), hash));
        SimOutcome outcome;
        try (JournalWriter journal = directory.journal(hash)) {
            outcome = simulation.play(0, DsolCalendar.create(), new JournalingPolicy(simulation.policy(), journal));
        }
        directory.report(WorldReport.of(simulation.setting(), outcome.run(), hash, null, null));
        return directory.path();
    }

    /// What `run.json` in a run directory holds.
    ///
    /// @throws IOException where there is none, or it is damaged; one line
    public static Run read(Path directory) throws IOException {
        return Run.read(directory);
    }
}
