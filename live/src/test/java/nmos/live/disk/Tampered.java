package nmos.live.disk;

import java.util.function.LongUnaryOperator;

/// Drives on which what a test says goes wrong.
public final class Tampered {
    private Tampered() {}

    /// `result` is told of each try of a piece what came, in bytes, or `-errno`, and answers what the drive is to believe.
    public static Drive drive(DriveOptions options, LongUnaryOperator result) {
        return Drive.start("ssd", options, (_, came) -> result.applyAsLong(came));
    }

    public static long readError() {
        return -Errno.EIO;
    }
}
