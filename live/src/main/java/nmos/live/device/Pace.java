package nmos.live.device;

import java.util.concurrent.locks.LockSupport;
import nmos.policy.Arithmetic;

/// How long bytes take a device, and how to wait until they would be through. `bytesPerSec` 0: as fast as it goes.
record Pace(long latencyNs, long bytesPerSec) {
    /// Sleeping longer than asked is usual; the last bit is waited for awake.
    private static final long SPIN_NS = 60_000;

    /// From the start until the first `bytes` are through: pieces of a transfer are differences of this, so that cutting it never
    /// changes its length.
    long nsUntil(long bytes) {
        return bytesPerSec == 0 ? 0 : latencyNs + Arithmetic.nsFor(bytes, bytesPerSec);
    }

    /// Returns at `dueNs` and little later.
    static void await(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            if (left > SPIN_NS) {
                LockSupport.parkNanos(left - SPIN_NS);
                // a flag that stays up would keep the thread awake for the rest of its life
                Thread.interrupted();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /// Returns at `dueNs` or a sleep's lateness after it.
    static void sleep(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
            Thread.interrupted();
        }
    }
}
