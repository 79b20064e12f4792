package nmos.live.paced;

import nmos.live.loop.EventLoop;
import nmos.world.run.Calendar;
import nmos.world.run.Event;

/// A loop's clock, and when by [System#nanoTime] devices are handed what is asked of them.
///
/// A thread that hears late of something asks late for what follows from it. Devices therefore go by when that was due, not by when
/// somebody got round to asking: lateness shows in what the clock says of a run, but does not add up from step to step. What follows
/// from a person or from a timer is handed in when it is asked.
final class PlannedTime implements Calendar {
    /// What is planned for so soon after a report still follows from it: the host is at work on its commands. Later, it is a timer.
    private static final long SOON_NS = 1_000_000;

    private final EventLoop loop;
    /// When what happens, or happened last, was due: nothing is handed in before what was handed in earlier.
    private long latestNs = Long.MIN_VALUE;
    private boolean following;

    PlannedTime(EventLoop loop) {
        this.loop = loop;
    }

    /// From when devices know of what is asked of them now.
    long handedInNs() {
        if (!following) {
            latestNs = Math.max(latestNs, System.nanoTime());
        }
        return latestNs;
    }

    /// On any thread: has the loop's hear of what was due at `dueNs`.
    void post(long dueNs, Event event) {
        loop.post(() -> follow(dueNs, event));
    }

    private void follow(long dueNs, Event event) {
        latestNs = Math.max(latestNs, dueNs);
        following = true;
        try {
            event.happen();
        } finally {
            following = false;
        }
    }

    @Override
    public long nowNs() {
        return loop.nowNs();
    }

    @Override
    public long at(long ns, Event event) {
        long delayNs = Math.max(0, ns - loop.nowNs());
        if (!following || delayNs > SOON_NS) {
            return loop.at(ns, event);
        }
        long dueNs = latestNs + delayNs;
        return loop.at(ns, () -> follow(dueNs, event));
    }

    @Override
    public boolean cancel(long ticket) {
        return loop.cancel(ticket);
    }

    @Override
    public void run() {
        loop.run();
    }

    @Override
    public void stop() {
        loop.stop();
    }
}
