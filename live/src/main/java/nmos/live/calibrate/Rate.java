package nmos.live.calibrate;

import nmos.policy.Arithmetic;

/// How fast a hop of the machine file is to be.
public sealed interface Rate {
    /// No bus that a machine file knows carries more: PCIe 6.0 x16, one way.
    long FASTEST = 121_000_000_000L;

    /// What was measured.
    record Measured() implements Rate {}

    /// A share of what was measured on a bad day, so that whoever plays the hop can keep it up.
    record Share(int ppm) implements Rate {
        private static final int ALL = 1_000_000;

        public Share {
            if (ppm < 1 || ppm > ALL) {
                throw new IllegalArgumentException(ppm + " ppm: more than nothing and at most 100 % is needed");
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
            case Share(int ppm) -> Math.max(1, Arithmetic.mulDiv(floor, ppm, Share.ALL));
            case Fixed(long bytesPerSec) -> bytesPerSec;
        };
    }
}
