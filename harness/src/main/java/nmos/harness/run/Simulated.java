package nmos.harness.run;

import java.io.IOException;
import java.util.List;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.scenarios.Scenario;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.DsolCalendar;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;
import nmos.world.typing.Scripts;

/// A scenario simulated once, its decisions held against a fresh policy's.
public final class Simulated {
    private Simulated() {}

    /// `scripts`: what people type, in the tokens it has where it is measured.
    public static Played play(Scenario scenario, Scripts scripts, RunDirectory folder, RunWatch watch) throws IOException {
        Simulation simulation = new Simulation(scenario);
        String hash = PolicyHash.ofThisProgram();
        folder.scenario(scenario.toYaml());
        folder.report(WorldReport.begun(simulation.setting(), hash));
        SimOutcome outcome;
        try (JournalWriter journal = folder.journal(hash)) {
            outcome = simulation.play(
                    0, DsolCalendar.create(), new JournalingPolicy(simulation.policy(), journal), watch, scripts);
        }
        RunReport report = WorldReport.of(simulation.setting(), outcome.run(), hash, null, null);
        folder.report(report);
        return Played.replayed(folder, report, List.of());
    }
}
