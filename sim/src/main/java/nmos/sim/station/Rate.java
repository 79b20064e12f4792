package nmos.sim.station;

import nmos.policy.Arithmetic;

/// How fast bytes go: a latency once, then the bandwidth.
public record Rate(long latencyNs, long bandwidthBytesPerSec) {
    public Rate {
        if (latencyNs < 0 || bandwidthBytesPerSec <= 0) {
            throw new IllegalArgumentException(
                    "a rate of " + latencyNs + " ns latency and " + bandwidthBytesPerSec + " bytes/s");
        }
    }

    /// From the start until the first `bytes` are through, rounded up to whole nanoseconds once: pieces of a transfer are
    /// differences of this, so that cutting it never changes its length.
    public long nsUntil(long bytes) {
        return Math.addExact(latencyNs, Arithmetic.nsFor(bytes, bandwidthBytesPerSec));
    }
}
