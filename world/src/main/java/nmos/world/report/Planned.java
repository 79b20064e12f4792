package nmos.world.report;

import java.util.List;
import nmos.journal.RunReport;
import nmos.policy.Policy;
import nmos.policy.kernel.Kernel;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;

/// A scenario ready to be run in any world, as often as wanted: composed and planned once, since both are pure.
public record Planned(Scenario scenario, Composition composition, Plan plan) {

    /// Composes and plans `scenario`.
    ///
    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    public static Planned of(Scenario scenario) {
        Composition composition = Composition.of(scenario);
        Plan plan = scenario.placement().kind().create().plan(composition.facts(), scenario.placement());
        return new Planned(scenario, composition, plan);
    }

    /// A fresh policy for one run.
    public Policy policy() {
        return new Kernel(composition.facts(), composition.knobs(), plan);
    }

    /// What is run, for its report.
    public Setting setting(RunReport.Kind kind, List<String> notCovered) {
        return new Setting(kind, scenario, composition, plan, notCovered);
    }
}
