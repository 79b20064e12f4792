package nmos.harness.tune;

import java.util.List;
import java.util.function.Predicate;
import nmos.harness.validate.Follower;
import nmos.scenarios.Scenario;
import org.jspecify.annotations.Nullable;

/// Looks for the setting of a scenario that comes nearest to a goal.
public final class Tune {
    private Tune() {}

    /// `vary`: fields and their values, as `path=values`. `own`: the scenario as it stands, null where it cannot stand without them.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where a text is none
    public static Tuned run(
            Plays plays, List<String> vary, @Nullable Scenario own, Aim aim, Budget budget, Follower follower) {
        return run(plays, new Space(vary.stream().map(Knob::parse).toList(), own), aim, budget, follower, _ -> false);
    }

    static Tuned run(Plays plays, Space space, Aim aim, Budget budget, Follower follower, Predicate<Trials> enough) {
        try (Trials trials = new Trials(plays, space, budget.threads(), budget.evaluations(), follower)) {
            Trial asItStands = trials.asItStands();
            boolean whole = trials.play(List.of(asItStands), budget.replications())
                    && new Search(space, aim, trials, budget.replications(), budget.evaluations(), budget.seed(), enough).run();
            return new Outcomes(aim, space, trials.all()).tuned(whole);
        }
    }
}
