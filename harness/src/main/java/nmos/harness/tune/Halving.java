package nmos.harness.tune;

import java.util.ArrayList;
import java.util.List;

/// Who deserves a closer look: every setting is played a few times, and of those that got so far the better half, if not clearly behind the best, twice as
/// often, until what is left has all its replications. Whoever leads always gets there.
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
        List<Trial> deserving = new ArrayList<>();
        int reached = (int) ranked.trials().stream().filter(trial -> trial.replications() >= replications).count();
        int rankThere = 0;
        for (int rank = 0; rank < ranked.trials().size(); rank++) {
            Trial trial = ranked.trials().get(rank);
            if (trial.replications() < replications) {
                continue;
            }
            boolean betterHalf = 2 * rankThere++ < reached;
            if (trial.replications() > replications) {
                continue;
            }
            boolean clearlyBehind = ranked.keeps(0)
                    && (!ranked.keeps(rank) || ranked.score(rank) + ranked.doubt(replications) < ranked.score(0));
            if (rank == 0 || (betterHalf && !clearlyBehind)) {
                deserving.add(trial);
            }
        }
        return deserving;
    }
}
