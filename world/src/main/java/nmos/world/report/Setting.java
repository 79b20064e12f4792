package nmos.world.report;

import java.util.List;
import nmos.journal.RunReport;
import nmos.policy.placement.Plan;
import nmos.scenarios.Composition;
import nmos.scenarios.Scenario;

/// What was run, in which kind of world, and what its figures leave out.
public record Setting(
        RunReport.Kind kind, Scenario scenario, Composition composition, Plan plan, List<String> notCovered) {
    public Setting {
        notCovered = List.copyOf(notCovered);
    }
}
