package nmos.live.device;

import java.util.concurrent.locks.LockSupport;

/// Keeps a device from being faster than it is meant to be: bytes are through when a device of this rate would have them through.
final class Pace {
    /// Sleeping longer than asked is usual; the last bit is waited for awake.
    private static final long SPIN_NS = 60_000;

    private final long bytesPerSec;
    private long freeNs;

    /// `bytesPerSec` 0: as fast as it goes.
    Pace(long bytesPerSec) {
        this.bytesPerSec = bytesPerSec;
    }

    /// When work that begins now, and no earlier than the last is over, may be over.
    long dueNs(long latencyNs, long bytes) {
        long now = System.nanoTime();
        if (bytesPerSec == 0) {
            return now;
        }
        freeNs = Math.max(freeNs, now) + latencyNs + (long) Math.ceil(bytes * 1e9 / bytesPerSec);
        return freeNs;
    }

    static void await(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            if (left > SPIN_NS) {
                LockSupport.parkNanos(left - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
