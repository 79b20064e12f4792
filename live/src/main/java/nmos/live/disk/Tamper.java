package nmos.live.disk;

/// Where a test makes a piece of a real read go wrong, as disks rarely do on request.
@FunctionalInterface
interface Tamper {
    Tamper NONE = (_, result) -> result;

    /// What the drive is to believe of one try.
    ///
    /// @param piece number of the piece in its request
    /// @param result bytes that came, or `-errno`
    long result(int piece, long result);
}
