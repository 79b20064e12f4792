package nmos.harness.tune;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.bound.Bound;
import nmos.world.report.WorldReport;
import org.jspecify.annotations.Nullable;

/// What no placement can beat: tokens per second of all sessions together, and the resource that says so. Limits on what may rest in a tier are the
/// policy's and not heeded. `always`: for any policy; otherwise for passes as large as those that were played, that yield as much.
public record Physics(double tokensPerSecond, String limitedBy, boolean always) {

    /// Before anything is played, where that is certain: one person, and nobody guesses, so that a pass yields one token.
    static Optional<Physics> before(Scenario scenario) {
        if (scenario.speculation().kind() != Speculations.OFF || scenario.workload().sessions() > 1) {
            return Optional.empty();
        }
        Bound bound = bound(Composition.of(scenario), 1);
        return Optional.of(new Physics(bound.tokensPerSec(1), bound.limitedBy(), true));
    }

    /// For passes as large as those of a run, that yield as much: the greatest of so many replications. Empty where none decodes, or somebody ended
    /// it.
    static Optional<Physics> after(Scenario scenario, int replications, BooleanSupplier goOn) throws IOException {
        Simulation simulation = new Simulation(scenario);
        Physics greatest = null;
        for (int replication = 0; replication < replications; replication++) {
            SimOutcome outcome = simulation.play(replication, new HeapCalendar(), simulation.policy(), _ -> goOn.getAsBoolean());
            if (!outcome.complete()) {
                return Optional.empty();
            }
            Physics one = of(simulation, outcome);
            greatest = greatest == null || (one != null && one.tokensPerSecond > greatest.tokensPerSecond) ? one : greatest;
        }
        return Optional.ofNullable(greatest);
    }

    private static @Nullable Physics of(Simulation simulation, SimOutcome outcome) {
        var reported = WorldReport.of(simulation.setting(), outcome.run(), "", null, null).bound();
        if (reported == null) {
            return null;
        }
        double yield = reported.tokensPerSecond().doubleValue() * reported.passNs() / 1e9;
        int rows = (int) Math.round(outcome.run().passes().stream()
                .filter(pass -> pass.decode() && pass.counted())
                .mapToInt(pass -> pass.rows())
                .average()
                .orElse(1));
        Bound bound = bound(simulation.setting().composition(), rows);
        return new Physics(bound.tokensPerSec(yield), bound.limitedBy(), false);
    }

    private static Bound bound(Composition composition, int rows) {
        List<Long> anything = Collections.nCopies(composition.facts().tiers().size(), Long.MAX_VALUE);
        return Bound.of(composition.facts(), anything, rows);
    }
}
