package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nmos.harness.grid.Estimate;
import nmos.harness.tune.Tuned.Best;
import nmos.harness.tune.Tuned.Bind;
import nmos.harness.tune.Tuned.Matter;
import nmos.harness.tune.Tuned.Nearest;
import nmos.harness.tune.Tuned.Varied;
import nmos.harness.tune.Tuned.With;
import org.jspecify.annotations.Nullable;

/// What is to be said of trials once they are over.
final class Outcomes {
    private final Aim aim;
    private final Space space;
    private final List<Trial> trials;
    private final List<Trial> ranked;

    /// `trials`: the first of them the scenario as it stands.
    Outcomes(Aim aim, Space space, List<Trial> trials) {
        this.aim = aim;
        this.space = space;
        this.trials = trials;
        ranked = new Ranked(trials, aim).trials();
    }

    Tuned tuned(boolean whole) {
        Best best = best();
        return new Tuned(
                aim,
                space.knobs().stream().map(knob -> new Varied(knob.path(), knob.size())).toList(),
                space.written(),
                whole,
                trials,
                ranked,
                trials.getFirst(),
                best,
                best == null ? nearest() : null,
                best == null ? List.of() : matters(best.trial()),
                best == null ? List.of() : binds(best.trial()));
    }

    private @Nullable Best best() {
        int most = ranked.stream().filter(this::keeps).mapToInt(Trial::replications).max().orElse(0);
        List<Trial> whole = ranked.stream().filter(trial -> keeps(trial) && trial.replications() == most).sorted(byMean()).toList();
        if (whole.isEmpty()) {
            return null;
        }
        Trial best = whole.getFirst();
        Trial second = whole.size() < 2 ? null : whole.get(1);
        Trial asItStands = trials.getFirst();
        boolean compares = asItStands != best && Standing.of(asItStands, aim).counts();
        return new Best(
                best,
                second,
                second == null ? null : apart(best, second),
                (int) whole.stream().skip(1).filter(other -> level(apart(best, other))).count(),
                compares ? apart(best, asItStands) : null);
    }

    private static Estimate apart(Trial one, Trial other) {
        return Estimate.ofDifferences(one.values(0), other.values(0));
    }

    private static boolean level(Estimate apart) {
        return !(Math.abs(apart.mean()) > (Double.isNaN(apart.halfWidth95()) ? 0 : apart.halfWidth95()));
    }

    private boolean keeps(Trial trial) {
        return Standing.of(trial, aim) == Standing.KEEPS;
    }

    private Comparator<Trial> byMean() {
        Comparator<Trial> byMean = Comparator.comparingDouble(trial -> aim.goal().most() ? -trial.mean(0) : trial.mean(0));
        return byMean.thenComparingInt(Trial::number);
    }

    private @Nullable Nearest nearest() {
        if (ranked.isEmpty()) {
            return null;
        }
        Trial nearest = ranked.getFirst();
        return new Nearest(nearest, aim.limits().stream()
                .filter(limit -> !limit.holds(nearest.mean(aim.index(limit.metric()))))
                .toList());
    }

    private List<Matter> matters(Trial best) {
        List<Matter> matters = new ArrayList<>();
        for (int knob = 0; knob < space.knobs().size(); knob++) {
            int at = knob;
            Knob of = space.knobs().get(knob);
            boolean says = best.levels().length > 0 && best.levels()[knob] != Space.NO_SAY;
            With alone = ranked.stream()
                    .filter(trial -> says && differsAlone(trial, best, at))
                    .max(byMean())
                    .map(trial -> with(of, trial, at))
                    .orElse(null);
            List<With> bests = new ArrayList<>();
            for (int level = 0; level < of.size(); level++) {
                int value = level;
                Optional<Trial> first = ranked.stream()
                        .filter(trial -> keeps(trial) && trial.levels().length > 0 && trial.levels()[at] == value)
                        .min(byMean());
                first.ifPresent(trial -> bests.add(with(of, trial, at)));
            }
            With worst = bests.size() < 2 ? null : bests.stream().reduce((a, b) -> aim.goal().better(a.figure(), b.figure()) ? b : a).orElse(null);
            matters.add(new Matter(of.path(), says ? of.values().get(best.levels()[knob]) : null, alone, worst));
        }
        return matters;
    }

    private static With with(Knob knob, Trial trial, int at) {
        return new With(knob.values().get(trial.levels()[at]), trial.mean(0));
    }

    /// Knobs that get or lose their say by it do not count as others.
    private static boolean differsAlone(Trial trial, Trial best, int knob) {
        if (trial.levels().length == 0 || trial.levels()[knob] == Space.NO_SAY || trial.levels()[knob] == best.levels()[knob]) {
            return false;
        }
        for (int other = 0; other < best.levels().length; other++) {
            boolean bothSay = trial.levels()[other] != Space.NO_SAY && best.levels()[other] != Space.NO_SAY;
            if (other != knob && bothSay && trial.levels()[other] != best.levels()[other]) {
                return false;
            }
        }
        return true;
    }

    private List<Bind> binds(Trial best) {
        return aim.limits().stream()
                .map(limit -> {
                    double figure = best.mean(aim.index(limit.metric()));
                    Trial without = ranked.stream()
                            .filter(trial -> missesAlone(trial, limit) && aim.goal().better(trial.mean(0), best.mean(0)))
                            .min(byMean())
                            .orElse(null);
                    return new Bind(limit, figure, -limit.missedBy(figure), without);
                })
                .toList();
    }

    private boolean missesAlone(Trial trial, Limit alone) {
        return aim.limits().stream()
                .allMatch(limit -> limit.holds(trial.mean(aim.index(limit.metric()))) != limit.equals(alone));
    }
}
