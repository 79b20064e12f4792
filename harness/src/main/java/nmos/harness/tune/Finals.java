package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Whoever is best of many was lucky, too: those that may be the best are played again, as often as before and with other chances, and what is said
/// of them is said of these replications.
final class Finals {
    /// A verdict on more is hardly ever sure, for every one of them has to be told apart from the best.
    static final int MOST = 6;
    private static final int FEWEST = 2;

    private final Aim aim;
    private final int replications;

    /// `replications`: of a setting that got to the end of the search.
    Finals(Aim aim, int replications) {
        this.aim = aim;
        this.replications = replications;
    }

    /// Plays them; whether it got that far. Where none of them keeps the limits then, the next have their turn.
    boolean play(Trials trials) {
        List<Trial> next = next(trials.all());
        boolean goOn = true;
        while (goOn && !next.isEmpty()) {
            goOn = trials.play(next, 2 * replications);
            boolean found = trials.all().stream().anyMatch(trial -> trial.replications() > replications && keeps(trial));
            next = found ? List.of() : next(trials.all());
        }
        return goOn;
    }

    private List<Trial> next(List<Trial> all) {
        List<Trial> able = all.stream()
                .filter(trial -> trial.replications() == replications && keeps(trial))
                .sorted(Comparator.<Trial>comparingDouble(trial -> aim.goal().most() ? -trial.mean(0) : trial.mean(0)).thenComparingInt(Trial::number))
                .toList();
        List<Trial> next = new ArrayList<>();
        for (Trial trial : able) {
            boolean level = next.isEmpty() || !Lead.of(aim, next.getFirst(), trial, 0, 1).ahead();
            if (next.size() < MOST && (level || next.size() < FEWEST)) {
                next.add(trial);
            }
        }
        return next;
    }

    private boolean keeps(Trial trial) {
        return Standing.of(trial, aim) == Standing.KEEPS;
    }
}
