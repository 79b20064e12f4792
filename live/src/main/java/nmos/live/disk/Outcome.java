package nmos.live.disk;

/// How a request ended.
public enum Outcome {
    DONE,
    FAILED,
    /// Cancelled before its last piece was under way, or closed upon. Some of its memory may have been written.
    DROPPED
}
