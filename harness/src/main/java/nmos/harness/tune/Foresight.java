package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.harness.tune.Surrogate.Guess;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/// What may be expected of settings that nobody tried: how far beyond the best so far, times the chance to keep every limit and to be possible at
/// all. Where nothing keeps the limits yet, that chance alone.
///
/// Jones, Schonlau and Welch, Efficient Global Optimization of Expensive Black-Box Functions; constraints as in Gardner et al., Bayesian Optimization
/// with Inequality Constraints.
final class Foresight {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /// What was fitted before, for the next to begin with: of the goal, of each limit, of what is possible.
    record Fitted(List<double[]> reaches) {
        static final Fitted NOTHING = new Fitted(List.of());

        double[] of(int model) {
            return model < reaches.size() ? reaches.get(model) : new double[0];
        }
    }

    /// A figure that has a limit: `edge` is where that is, and `sign` 1 where less is better.
    private record Bounded(Surrogate figure, double edge, double sign) {}

    private final Space space;
    private final Surrogate goal;
    private final double sign;
    private final double best;
    private final boolean anyKeeps;
    private final List<Bounded> limits = new ArrayList<>();
    private final @Nullable Surrogate possible;
    private final List<double[]> reaches = new ArrayList<>();

    private Foresight(
            Space space, Aim aim, List<Trial> seen, List<Trial> counting, List<int[]> believed, Fitted before, boolean fit, Random random,
            @Nullable Foresight believing) {
        this.space = space;
        sign = aim.goal().most() ? 1 : -1;
        double[][] places = counting.stream().map(trial -> space.place(trial.levels())).toArray(double[][]::new);
        int[] counts = counting.stream().mapToInt(Trial::replications).toArray();
        Scores scores = new Scores(counting, 0, 1);
        goal = surrogate(places, scores.all(), counts, believed, believing == null ? null : believing.goal, before, fit, random);
        List<Scores> figures = aim.limits().stream().map(limit -> new Scores(counting, aim.index(limit.metric()), limit.value())).toList();
        int[] keeping = IntStream.range(0, counting.size())
                .filter(trial -> IntStream.range(0, figures.size()).allMatch(i -> aim.limits().get(i).holds(figures.get(i).figure(trial))))
                .toArray();
        anyKeeps = keeping.length > 0;
        best = Arrays.stream(keeping).mapToDouble(trial -> sign * scores.of(trial)).max().orElse(Double.NEGATIVE_INFINITY);
        for (int i = 0; i < aim.limits().size(); i++) {
            Limit limit = aim.limits().get(i);
            Surrogate figure = surrogate(places, figures.get(i).all(), counts, believed,
                    believing == null ? null : believing.limits.get(i).figure, before, fit, random);
            limits.add(new Bounded(figure, figures.get(i).score(limit.value()), limit.atMost() ? 1 : -1));
        }
        possible = counting.size() == seen.size() ? null : possible(seen, counting, before, fit, random);
    }

    /// From trials with a place in the space. At least one of them has to count.
    static Foresight of(Space space, Aim aim, List<Trial> seen, Fitted before, boolean fit, Random random) {
        return new Foresight(space, aim, seen, counting(seen, aim), List.of(), before, fit, random, null);
    }

    /// The same as if these settings had been tried, too, and had come out as expected.
    Foresight believing(Aim aim, List<Trial> seen, List<int[]> believed, Random random) {
        return new Foresight(space, aim, seen, counting(seen, aim), believed, fitted(), false, random, this);
    }

    static List<Trial> counting(List<Trial> seen, Aim aim) {
        return seen.stream().filter(trial -> Standing.of(trial, aim).counts()).toList();
    }

    Fitted fitted() {
        return new Fitted(List.copyOf(reaches));
    }

    private Surrogate surrogate(
            double[][] places, double[] seen, int[] counts, List<int[]> believed, @Nullable Surrogate expected, Fitted before, boolean fit, Random random) {
        int n = places.length;
        int more = expected == null ? 0 : believed.size();
        double[][] allPlaces = Arrays.copyOf(places, n + more);
        double[] all = Arrays.copyOf(seen, n + more);
        int[] allCounts = Arrays.copyOf(counts, n + more);
        for (int i = 0; i < more && expected != null; i++) {
            allPlaces[n + i] = space.place(believed.get(i));
            all[n + i] = expected.at(allPlaces[n + i]).mean();
            allCounts[n + i] = 1;
        }
        Surrogate surrogate =
                Surrogate.of(space.choices(), allPlaces, all, allCounts, before.of(reaches.size()), fit, random);
        reaches.add(surrogate.fitted());
        return surrogate;
    }

    private Surrogate possible(List<Trial> seen, List<Trial> counting, Fitted before, boolean fit, Random random) {
        double[][] places = seen.stream().map(trial -> space.place(trial.levels())).toArray(double[][]::new);
        double[] can = seen.stream().mapToDouble(trial -> counting.contains(trial) ? 1 : 0).toArray();
        int[] counts = new int[can.length];
        Arrays.fill(counts, 1);
        Surrogate surrogate = Surrogate.of(space.choices(), places, can, counts, before.of(reaches.size()), fit, random);
        reaches.add(surrogate.fitted());
        return surrogate;
    }

    /// What trying it promises, by its logarithm: chances multiply, and some of them are small.
    double promise(int[] setting) {
        double[] place = space.place(setting);
        double promise = anyKeeps ? Math.log(Math.max(1e-300, improvement(goal.at(place)))) : 0;
        return promise + chances(place);
    }

    /// The goal itself, as expected, where it may well keep the limits.
    double expected(int[] setting) {
        double[] place = space.place(setting);
        double mean = anyKeeps ? sign * goal.at(place).mean() : 0;
        return mean + .1 * Math.max(-50, chances(place));
    }

    private double chances(double[] place) {
        double chances = 0;
        for (Bounded limit : limits) {
            Guess figure = limit.figure.at(place);
            chances += log(limit.sign * (limit.edge - figure.mean()) / figure.deviation());
        }
        if (possible != null) {
            Guess can = possible.at(place);
            chances += log((can.mean() - .5) / can.deviation());
        }
        return chances;
    }

    private static double log(double z) {
        return z < -8 ? -z * z / 2 : Math.log(NORMAL.cumulativeProbability(z));
    }

    private double improvement(Guess guess) {
        double ahead = sign * guess.mean() - best;
        double z = ahead / guess.deviation();
        return ahead * NORMAL.cumulativeProbability(z) + guess.deviation() * NORMAL.density(z);
    }
}
