package nmos.live.disk;

import nmos.world.run.Outcome;
import org.jspecify.annotations.Nullable;

/// Hears exactly once how a request ended, on the drive's own thread, which it should not hold up.
@FunctionalInterface
public interface Report {
    /// The request is over and its memory the caller's again.
    ///
    /// @param outcome DROPPED where it was cancelled before its last piece was under way, or closed upon: some of its memory may have
    ///     been written
    /// @param busyNs the drive's time with it; over all requests these add up to the time in which the drive had work
    /// @param fault one line that says where and what, when it failed
    void ended(Outcome outcome, long busyNs, @Nullable String fault);
}
