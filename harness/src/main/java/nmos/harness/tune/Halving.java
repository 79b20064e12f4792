package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who deserves a closer look: every setting is played a few times, and of those that got so far the better half, if not clearly behind the best,
/// twice as often, until what is left has all its replications. Whoever leads always gets there. A setting that may keep the limits for all that is
/// known is not behind for missing them.
final class Halving {
    private static final int ROUNDS = 3;

    private final Aim aim;
    private final List<Integer> rungs = new ArrayList<>();

    Halving(Aim aim, int replications) {
        this.aim = aim;
        for (int divide = 1 << (ROUNDS - 1); divide >= 1; divide /= 2) {
            int rung = Math.ceilDiv(replications, divide);
            if (rungs.isEmpty() || rungs.getLast() < rung) {
                rungs.add(rung);
            }
        }
    }

    /// Replications of a first look.
    int first() {
        return rungs.getFirst();
    }

    /// Plays what deserves it; whether it got that far.
    boolean settle(Trials trials) {
        boolean goOn = true;
        for (boolean more = true; more && goOn; ) {
            more = false;
            for (int rung = 0; rung + 1 < rungs.size() && goOn; rung++) {
                List<Trial> closer = deserving(new Ranked(trials.all(), aim), rungs.get(rung));
                if (!closer.isEmpty()) {
                    more = true;
                    goOn = trials.play(closer, rungs.get(rung + 1));
                }
            }
        }
        return goOn;
    }

    private static List<Trial> deserving(Ranked ranked, int replications) {
        List<Integer> reached = new ArrayList<>();
        for (int rank = 0; rank < ranked.trials().size(); rank++) {
            if (ranked.trials().get(rank).replications() >= replications) {
                reached.add(rank);
            }
        }
        // Those that may keep the limits go before those that cannot, by their goal.
        List<Integer> hopeful = new ArrayList<>(reached);
        hopeful.sort(Comparator.<Integer, Boolean>comparing(rank -> !ranked.mayKeep(rank))
                .thenComparingDouble(rank -> ranked.mayKeep(rank) ? -ranked.score(rank) : rank));
        Set<Integer> betterHalf = new HashSet<>(hopeful.subList(0, Math.min(reached.size(), Math.max(2, Math.ceilDiv(reached.size(), 2)))));
        List<Trial> deserving = new ArrayList<>();
        for (int rank : reached) {
            Trial trial = ranked.trials().get(rank);
            boolean clearlyBehind = ranked.keeps(0)
                    && (!ranked.mayKeep(rank) || ranked.score(rank) + ranked.doubt(replications) < ranked.score(0));
            if (trial.replications() == replications && (rank == 0 || (betterHalf.contains(rank) && !clearlyBehind))) {
                deserving.add(trial);
            }
        }
        return deserving;
    }
}
