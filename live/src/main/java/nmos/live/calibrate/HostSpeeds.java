package nmos.live.calibrate;

/// What a command costs beside the work it asks for.
///
/// @param lone from the loop's handing a job to another thread to its hearing that it is over, less the job: two threads woken
/// @param burst the same of many handed over at once, each
public record HostSpeeds(Timing lone, Timing burst) {}
