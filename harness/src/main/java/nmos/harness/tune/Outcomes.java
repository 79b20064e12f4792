package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private final int replications;
    private final boolean whole;
    private final Ranked figures;
    private final List<Trial> ranked;
    private final Map<Trial, Integer> rank = new HashMap<>();

    /// `trials`: the first of them the scenario as it stands. `replications`: of a setting that got to the end of the search. `whole`: nobody ended
    /// it before.
    Outcomes(Aim aim, Space space, List<Trial> trials, int replications, boolean whole) {
        this.aim = aim;
        this.space = space;
        this.trials = trials;
        this.replications = replications;
        this.whole = whole;
        figures = new Ranked(trials, aim);
        ranked = figures.trials();
        for (int i = 0; i < ranked.size(); i++) {
            rank.put(ranked.get(i), i);
        }
    }

    Tuned tuned() {
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

    /// Of those that got to the end, by what was seen of them; where somebody ended it before, of all, so that one that was played more often, as the
    /// scenario as it stands is from the beginning, is not the best for that.
    private @Nullable Best best() {
        int most = ranked.stream().filter(this::keeps).mapToInt(Trial::replications).max().orElse(0);
        List<Trial> able = whole
                ? ranked.stream().filter(trial -> keeps(trial) && trial.replications() == most).sorted(byFigure()).toList()
                : ranked.stream().filter(trial -> figures.keeps(rank(trial))).toList();
        if (able.isEmpty()) {
            return null;
        }
        Trial best = able.getFirst();
        Trial second = able.size() < 2 ? null : able.get(1);
        Trial asItStands = trials.getFirst();
        int from = fresh(best);
        int compared = Math.max(1, able.size() - 1);
        boolean compares = asItStands != best && Standing.of(asItStands, aim).counts();
        int level = (int) able.stream().skip(1).filter(other -> !Lead.of(aim, best, other, from, compared).ahead()).count();
        return new Best(
                best,
                second,
                second == null ? null : Lead.of(aim, best, second, from, compared),
                level + (whole ? leftOut(best, able) : 0),
                compares ? gained(best, asItStands) : null,
                whole && from > 0);
    }

    /// Where more were level with the best than could be played again.
    private int leftOut(Trial best, List<Trial> able) {
        return (int) trials.stream()
                .filter(trial -> !able.contains(trial) && trial.replications() == replications && keeps(trial))
                .filter(trial -> !Lead.of(aim, best, trial, 0, 1).ahead())
                .count();
    }

    private Lead gained(Trial best, Trial asItStands) {
        return Lead.of(aim, best, asItStands, asItStands.replications() > replications ? fresh(best) : 0, 1);
    }

    /// The first replication that the search did not know.
    private int fresh(Trial trial) {
        return whole && trial.replications() > replications ? replications : 0;
    }

    private int rank(Trial trial) {
        return Objects.requireNonNull(rank.get(trial));
    }

    private boolean keeps(Trial trial) {
        return Standing.of(trial, aim) == Standing.KEEPS;
    }

    private double figure(Trial trial) {
        return figures.figure(rank(trial));
    }

    private Comparator<Trial> byFigure() {
        Comparator<Trial> byFigure = Comparator.comparingDouble(trial -> aim.goal().most() ? -figure(trial) : figure(trial));
        return byFigure.thenComparingInt(Trial::number);
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
                    .max(byFigure())
                    .map(trial -> with(of, trial, at))
                    .orElse(null);
            List<With> bests = new ArrayList<>();
            for (int level = 0; level < of.size(); level++) {
                int value = level;
                Optional<Trial> first = ranked.stream()
                        .filter(trial -> figures.keeps(rank(trial)) && trial.levels().length > 0 && trial.levels()[at] == value)
                        .min(byFigure());
                first.ifPresent(trial -> bests.add(with(of, trial, at)));
            }
            With worst = bests.size() < 2 ? null : bests.stream().reduce((a, b) -> aim.goal().better(a.figure(), b.figure()) ? b : a).orElse(null);
            matters.add(new Matter(of.path(), says ? of.values().get(best.levels()[knob]) : null, alone, worst));
        }
        return matters;
    }

    private With with(Knob knob, Trial trial, int at) {
        return new With(knob.values().get(trial.levels()[at]), figure(trial));
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
        List<Bind> binds = new ArrayList<>();
        for (int i = 0; i < aim.limits().size(); i++) {
            int at = i;
            Limit limit = aim.limits().get(i);
            double[] seen = best.values(aim.index(limit.metric()));
            Estimate figure = Estimate.of(Arrays.copyOfRange(seen, fresh(best), seen.length));
            Trial without = ranked.stream()
                    .filter(trial -> missesAlone(trial, at) && aim.goal().better(figure(trial), figure(best)))
                    .min(byFigure())
                    .orElse(null);
            binds.add(new Bind(limit, figure, -limit.missedBy(figure.mean()), without, without == null ? Double.NaN : figure(without)));
        }
        return binds;
    }

    private boolean missesAlone(Trial trial, int alone) {
        return IntStream.range(0, aim.limits().size()).allMatch(limit -> figures.keeps(rank(trial), limit) != (limit == alone));
    }
}
