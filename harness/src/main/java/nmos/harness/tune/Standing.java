package nmos.harness.tune;

/// How far a setting is from being an answer.
public enum Standing {
    /// Within all limits.
    KEEPS("within the limits"),
    MISSES("outside of a limit"),
    /// Turns failed, and nobody said that they may.
    FAILS("turns failed"),
    /// Its runs lack a figure that was asked for.
    LACKS("no such figure"),
    IMPOSSIBLE("cannot be"),
    /// Somebody ended the search before its turn.
    UNSEEN("not played");

    public final String words;

    Standing(String words) {
        this.words = words;
    }

    public static Standing of(Trial trial, Aim aim) {
        if (trial.refused() != null) {
            return IMPOSSIBLE;
        }
        if (trial.replications() == 0) {
            return UNSEEN;
        }
        if (trial.failedTurns() > 0 && !aim.allowsFailedTurns()) {
            return FAILS;
        }
        for (int metric = 0; metric < aim.metrics().size(); metric++) {
            if (Double.isNaN(trial.mean(metric))) {
                return LACKS;
            }
        }
        return aim.limits().stream().allMatch(limit -> limit.holds(trial.mean(aim.index(limit.metric())))) ? KEEPS : MISSES;
    }

    /// Whether its figures say something.
    boolean counts() {
        return this == KEEPS || this == MISSES;
    }
}
