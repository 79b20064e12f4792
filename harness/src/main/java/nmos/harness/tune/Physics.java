package nmos.harness.tune;

import java.io.IOException;
import java.util.Optional;
import nmos.journal.RunReport;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.bound.Bound;
import nmos.world.report.Planned;
import nmos.world.report.WorldReport;

/// What no placement can beat: tokens per second of all sessions together, and the resource that says so.
public record Physics(double tokensPerSecond, String limitedBy) {

    /// Before anything is played, where that is certain: one person, and nobody guesses, so that a pass yields one token.
    static Optional<Physics> before(Scenario scenario) {
        if (scenario.speculation().kind() != Speculations.OFF || scenario.workload().sessions() > 1) {
            return Optional.empty();
        }
        Planned planned = Planned.of(scenario);
        Bound bound = Bound.of(planned.composition().facts(), planned.plan().pinLimits(scenario.placement()), 1);
        return Optional.of(new Physics(bound.tokensPerSec(1), bound.limitedBy()));
    }

    /// For passes as large as those of a run, that yield as much: the bound of its `run.json`.
    static Optional<Physics> after(Scenario scenario) throws IOException {
        Simulation simulation = new Simulation(scenario);
        SimOutcome outcome = simulation.play(0, new HeapCalendar(), simulation.policy());
        RunReport.Bound bound = WorldReport.of(simulation.setting(), outcome.run(), "", null, null).bound();
        return bound == null ? Optional.empty() : Optional.of(new Physics(bound.tokensPerSecond().doubleValue(), bound.limitedBy()));
    }
}
