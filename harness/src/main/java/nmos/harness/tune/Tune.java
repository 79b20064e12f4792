package nmos.harness.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import nmos.harness.validate.Follower;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import org.jspecify.annotations.Nullable;

/// Looks for the setting of a scenario that comes nearest to a goal.
public final class Tune {
    private static final String UNKNOWN = "unknown key";
    private static final String NOWHERE = "no element of the list";

    private Tune() {}

    /// Refuses fields that there are none of, which would otherwise be found out setting by setting.
    ///
    /// @throws InvalidFile where a text is no knob, names a field that is not there, or one that another names
    public static void check(List<String> vary, String scenario, List<String> settings) {
        check(new Space(vary.stream().map(Knob::parse).toList(), null), scenario, settings);
    }

    static void check(Space space, String scenario, List<String> settings) {
        for (Knob knob : space.knobs()) {
            List<String> all = new ArrayList<>(settings);
            all.add(knob.setting(0));
            try {
                ScenarioLoader.load(scenario, all);
            } catch (InvalidFile fault) {
                // Any other fault may be mended by the values of other knobs.
                String problem = String.valueOf(fault.getMessage());
                boolean below = space.knobs().stream().anyMatch(other -> knob.path().startsWith(other.path() + "."));
                if (problem.contains(UNKNOWN) || (problem.contains(NOWHERE) && !below)) {
                    throw fault;
                }
            }
        }
    }

    /// `vary`: fields and their values, as `path=values`. `own`: the scenario as it stands, null where it cannot stand without them.
    ///
    /// @throws InvalidFile where a text is no knob, or two fight over a field
    public static Tuned run(
            Plays plays, List<String> vary, @Nullable Scenario own, Aim aim, Budget budget, Follower follower) {
        return run(plays, new Space(vary.stream().map(Knob::parse).toList(), own), aim, budget, follower, _ -> false);
    }

    /// `enough`: asked now and then, ends the search early.
    static Tuned run(Plays plays, Space space, Aim aim, Budget budget, Follower follower, Predicate<Trials> enough) {
        try (Trials trials = new Trials(plays, space, budget.threads(), budget.evaluations(), follower)) {
            Trial asItStands = trials.asItStands();
            boolean whole = trials.play(List.of(asItStands), budget.replications())
                    && (enough.test(trials)
                            || new Search(space, aim, trials, budget.replications(), budget.evaluations(), budget.seed(), enough).run())
                    && (trials.all().size() == 1 || new Finals(aim, budget.replications()).play(trials));
            return new Outcomes(aim, space, trials.all(), budget.replications(), whole).tuned();
        }
    }
}
