package nmos.live.disk;

import nmos.policy.Arithmetic;

/// The speed a drive is held to: a latency once for each request, beside those of others, then bytes one request at a time.
/// At 0 bytes/s it goes as fast as it can.
public record Pace(long latencyNs, long bytesPerSec) {
    public static final Pace UNBOUND = new Pace(0, 0);

    public Pace {
        if (latencyNs < 0 || bytesPerSec < 0) {
            throw new IllegalArgumentException("a pace of " + latencyNs + " ns latency and " + bytesPerSec + " bytes/s");
        }
    }

    public static Pace of(long bytesPerSec) {
        return new Pace(0, bytesPerSec);
    }

    boolean bound() {
        return latencyNs > 0 || bytesPerSec > 0;
    }

    /// The time for bytes `from` to `to` of a request; differences of one rounded time, so that cutting a request never
    /// changes its length.
    long transferNs(long from, long to) {
        return bytesPerSec == 0 ? 0 : Arithmetic.nsFor(to, bytesPerSec) - Arithmetic.nsFor(from, bytesPerSec);
    }
}
