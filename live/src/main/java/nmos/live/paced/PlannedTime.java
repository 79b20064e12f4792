package nmos.live.paced;

import nmos.live.loop.EventLoop;

/// When, by [System#nanoTime], devices are handed what is asked of them.
///
/// A thread that hears late of something asks late for what follows from it. Devices therefore go by when that was due, not by when
/// somebody got round to asking: lateness shows in what a clock says of a run, but does not add up from step to step. What follows
/// from a person or a timer is handed in when it is asked.
///
/// Commands take the host its time, one after the other; it is counted here, since nobody can sleep for 10 us.
final class PlannedTime {
    private final EventLoop loop;
    private final long nsPerCommand;
    /// No command is handed in before one that was given earlier.
    private long latestNs = Long.MIN_VALUE;
    private long hostFreeNs = Long.MIN_VALUE;
    private boolean following;

    PlannedTime(EventLoop loop, long nsPerCommand) {
        this.loop = loop;
        this.nsPerCommand = nsPerCommand;
    }

    /// When what happens now was due.
    long nowNs() {
        if (!following) {
            latestNs = Math.max(latestNs, System.nanoTime());
        }
        return latestNs;
    }

    /// When a command that is given now is through with the host.
    long commandNs() {
        hostFreeNs = Math.max(hostFreeNs, nowNs()) + nsPerCommand;
        return hostFreeNs;
    }

    /// On any thread: has the loop's hear of what was due at `dueNs`.
    void follow(long dueNs, Runnable heard) {
        loop.post(() -> {
            latestNs = Math.max(latestNs, dueNs);
            following = true;
            try {
                heard.run();
            } finally {
                following = false;
            }
        });
    }
}
