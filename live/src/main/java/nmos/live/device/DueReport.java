package nmos.live.device;

import nmos.world.run.Outcome;

/// Hears once how a job ended, how long the device worked on it, and when, by [System#nanoTime], it was to end: not later than now,
/// however late this is heard.
@FunctionalInterface
public interface DueReport {
    void ended(Outcome outcome, long busyNs, long dueNs);
}
