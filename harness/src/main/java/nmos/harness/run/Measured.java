package nmos.harness.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.live.world.RunTapes;
import nmos.scenarios.Scenario;
import nmos.world.report.WorldReport;
import nmos.world.run.RunWatch;

/// A scenario run on this machine once, its decisions held against a fresh policy's.
public final class Measured {
    private Measured() {}

    /// `scenario`: with the models of the options.
    public static Played play(Scenario scenario, LiveOptions options, RunDirectory folder, RunWatch watch) throws IOException {
        String hash = PolicyHash.ofThisProgram();
        RunReport report;
        LiveOutcome outcome;
        try (LiveWorld world = new LiveWorld(scenario, options)) {
            folder.scenario(scenario.toYaml());
            folder.report(WorldReport.begun(world.setting(), hash));
            try (JournalWriter journal = folder.journal(hash)) {
                outcome = world.run(new JournalingPolicy(world.policy(), journal), watch);
            }
            report = WorldReport.of(world.setting(), outcome.run(), hash, null, null)
                    .carriedOut(outcome.carriedOut(options));
        }
        folder.report(report);
        outcome.device().write(folder.path());
        List<String> faults = new ArrayList<>(outcome.faults());
        faults.addAll(new RunTapes(scenario, options, outcome).write(folder.path(), _ -> {}, () -> !watch.goOn(report.turns().size())));
        return Played.replayed(folder, report, faults);
    }
}
