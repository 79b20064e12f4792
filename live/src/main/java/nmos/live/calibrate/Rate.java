package nmos.live.calibrate;

/// How fast a hop of the machine file is to be.
public sealed interface Rate {
    /// What was measured.
    record Measured() implements Rate {}

    /// A share of what was measured on a bad day, so that whoever plays the hop can keep it up.
    record Share(int percent) implements Rate {
        public Share {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException(percent + " %: 1 % to 100 % is needed");
            }
        }
    }

    record Fixed(long bytesPerSec) implements Rate {
        public Fixed {
            if (bytesPerSec < 1) {
                throw new IllegalArgumentException(bytesPerSec + " bytes/s: more than nothing is needed");
            }
        }
    }

    /// `floor`: what is kept up in a bad quarter of the time.
    default long of(long measured, long floor) {
        return switch (this) {
            case Measured() -> measured;
            case Share(int percent) -> Math.max(1, floor / 100 * percent);
            case Fixed(long bytesPerSec) -> bytesPerSec;
        };
    }
}
