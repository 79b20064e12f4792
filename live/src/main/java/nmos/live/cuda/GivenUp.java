package nmos.live.cuda;

import org.jspecify.annotations.Nullable;

/// Whether a device is still to be computed on. One that failed where nobody could be told is not: whoever asks it next hears of that, as if his
/// own call had failed.
final class GivenUp {
    private volatile @Nullable RuntimeException why;

    /// The first failure counts.
    synchronized void because(RuntimeException failure) {
        if (why == null) {
            why = failure;
        }
    }

    boolean already() {
        return why != null;
    }

    /// Throws what it was given up for, if it was.
    void refuse() {
        RuntimeException first = why;
        if (first != null) {
            throw first;
        }
    }
}
