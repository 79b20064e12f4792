package nmos.harness.tune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The trials whose figures say something, best first: those within the limits by their goal, then the others by how much they miss. As things
/// stand: made anew whenever more was played.
final class Ranked {
    private final Aim aim;
    private final List<Trial> trials;
    private final Scores goal;
    private final double sign;

    Ranked(List<Trial> all, Aim aim) {
        this.aim = aim;
        sign = aim.goal().most() ? 1 : -1;
        List<Trial> counting = all.stream().filter(trial -> Standing.of(trial, aim).counts()).toList();
        Scores scores = new Scores(counting, 0, 1);
        int[] order = IntStream.range(0, counting.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> Standing.missedBy(counting.get(i), aim))
                        .thenComparingDouble(i -> -sign * scores.of(i))
                        .thenComparingInt(i -> counting.get(i).number()))
                .mapToInt(Integer::intValue)
                .toArray();
        trials = Arrays.stream(order).mapToObj(counting::get).toList();
        goal = new Scores(trials, 0, 1);
    }

    List<Trial> trials() {
        return trials;
    }

    boolean keeps(int rank) {
        return Standing.of(trials.get(rank), aim) == Standing.KEEPS;
    }

    /// The greater the better.
    double score(int rank) {
        return sign * goal.of(rank);
    }

    /// How far chance may put the score of a trial with so many replications off.
    double doubt(int replications) {
        return 2 * goal.deviation() / Math.sqrt(replications);
    }
}
