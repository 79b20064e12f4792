package nmos.live.disk;

/// How bytes come from a file.
public enum IoMethod {
    /// The first of [#IO_URING], [#DIRECT] and [#BUFFERED] that this machine permits.
    AUTO,
    /// One thread, an io_uring, past the page cache.
    IO_URING,
    /// A few threads and the JDK's channels, past the page cache.
    DIRECT,
    /// A few threads and the JDK's channels, through the page cache: what is read twice may be faster than the disk.
    BUFFERED,
    /// No bytes at all: the pace is slept and memory left as it is.
    MODELLED
}
