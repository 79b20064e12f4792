package nmos.policy;

/// Why a piece of work or a turn failed.
public enum Cause {
    READ_ERROR,
    SHORT_READ,
    DEVICE_LOST,
    OUT_OF_MEMORY,
    /// The tier shrank below what one shard in motion needs.
    MEMORY_PRESSURE,
    RETRIES_EXHAUSTED,
    QUEUE_FULL,
    /// The prompt does not fit the context reserved for a session.
    CONTEXT_FULL
}
