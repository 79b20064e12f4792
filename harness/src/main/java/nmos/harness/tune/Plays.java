package nmos.harness.tune;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.grid.Evaluation;
import org.jspecify.annotations.Nullable;

/// Whoever can be asked what a setting comes to: a scenario, or a table of what it came to before.
public interface Plays {
    Entry enter(List<String> settings);

    /// A setting, as far as one gets with it.
    sealed interface Entry {}

    /// It cannot be: the files or physics do not allow it, in one line.
    record Refused(String reason) implements Entry {}

    /// It can be played, by several threads at once; empty where that was told not to go on.
    non-sealed interface Open extends Entry {
        Optional<Played> play(int replication, BooleanSupplier goOn);

        /// What is played: two settings that come to the same are one. Null where nobody can tell.
        default @Nullable Object what() {
            return null;
        }
    }

    /// A scenario with a setting.
    record Simulated(Candidate.Possible possible) implements Open {
        @Override
        public Optional<Played> play(int replication, BooleanSupplier goOn) {
            return possible.play(replication, goOn);
        }

        @Override
        public Object what() {
            return possible.scenario();
        }
    }

    static Plays of(Evaluation evaluation) {
        return settings -> switch (evaluation.with(settings)) {
            case Candidate.Impossible impossible -> new Refused(impossible.reason());
            case Candidate.Possible possible -> new Simulated(possible);
        };
    }
}
