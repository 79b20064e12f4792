package nmos.harness.tune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The trials whose figures say something, best first: those within the limits by their goal, then the others by how much they miss. Figures are of
/// as many replications for all: what lacks is made up for by how hard those that do not lack were for everybody. As things stand: made anew whenever
/// more was played.
final class Ranked {
    /// Within so many deviations chance may do anything.
    private static final double DOUBT = 2;

    private final Aim aim;
    private final List<Trial> trials;
    private final Scores goal;
    private final List<Scores> limits;
    private final double sign;

    Ranked(List<Trial> all, Aim aim) {
        this.aim = aim;
        sign = aim.goal().most() ? 1 : -1;
        List<Trial> counting = all.stream().filter(trial -> Standing.of(trial, aim).counts()).toList();
        Scores scores = new Scores(counting, 0, 1);
        List<Scores> figures = limits(counting);
        double[] missed = IntStream.range(0, counting.size()).mapToDouble(i -> missedBy(figures, i)).toArray();
        int[] order = IntStream.range(0, counting.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> missed[i])
                        .thenComparingDouble(i -> -sign * scores.of(i))
                        .thenComparingInt(i -> counting.get(i).number()))
                .mapToInt(Integer::intValue)
                .toArray();
        trials = Arrays.stream(order).mapToObj(counting::get).toList();
        goal = new Scores(trials, 0, 1);
        limits = limits(trials);
    }

    private List<Scores> limits(List<Trial> of) {
        return aim.limits().stream().map(limit -> new Scores(of, aim.index(limit.metric()), limit.value())).toList();
    }

    private double missedBy(List<Scores> figures, int trial) {
        double missed = 0;
        for (int limit = 0; limit < figures.size(); limit++) {
            missed += Math.max(0, aim.limits().get(limit).missedBy(figures.get(limit).figure(trial)));
        }
        return missed;
    }

    List<Trial> trials() {
        return trials;
    }

    boolean keeps(int rank) {
        return IntStream.range(0, limits.size()).allMatch(limit -> keeps(rank, limit));
    }

    boolean keeps(int rank, int limit) {
        return aim.limits().get(limit).holds(limits.get(limit).figure(rank));
    }

    /// Whether it keeps the limits, or misses them by no more than chance may.
    boolean mayKeep(int rank) {
        return IntStream.range(0, limits.size()).allMatch(limit -> {
            Limit of = aim.limits().get(limit);
            return of.holds(limits.get(limit).figure(rank, of.atMost() ? -DOUBT : DOUBT));
        });
    }

    /// The greater the better.
    double score(int rank) {
        return sign * goal.of(rank);
    }

    /// The figure of the goal.
    double figure(int rank) {
        return goal.figure(rank);
    }

    /// How far chance may put the score of a trial with so many replications off.
    double doubt(int replications) {
        return DOUBT * goal.deviation() / Math.sqrt(replications);
    }
}
