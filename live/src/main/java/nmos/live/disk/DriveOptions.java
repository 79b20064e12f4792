package nmos.live.disk;

/// What is wanted of a drive.
///
/// @param method the best to try; what is refused is fallen back from in the order of [IoMethod]
/// @param depth pieces in flight, over all requests
/// @param pieceBytes what a request is cut into
/// @param sqPoll whether a kernel thread looks for work, which saves calls and costs a core; of io_uring only
public record DriveOptions(IoMethod method, int depth, int pieceBytes, Pace reads, Pace writes, boolean sqPoll) {
    /// Measured on a virtual SSD of 1 to 2 GB/s that others used too, 512 MiB in requests of 64 MiB, medians of 5 and of 9 rounds:
    /// 16 pieces of 1 MiB read 1.57 and 0.94 GB/s, 8 read 1.44 and 0.86, one plain direct read at a time 0.62. 8 of
    /// 4 MiB read 1.63 and 0.98, and an urgent request would wait for twice the bytes.
    public static final int DEPTH = 16;
    public static final int PIECE_BYTES = 1 << 20;

    private static final int MOST_DEPTH = 1024;
    private static final int MOST_PIECE_BYTES = 1 << 30;

    public DriveOptions {
        if (depth < 1 || depth > MOST_DEPTH) {
            throw new IllegalArgumentException("depth " + depth + ": 1 to " + MOST_DEPTH + " pieces can be in flight");
        }
        if (pieceBytes < Span.BLOCK || pieceBytes > MOST_PIECE_BYTES || pieceBytes % Span.BLOCK != 0) {
            throw new IllegalArgumentException("pieces of " + pieceBytes + " bytes: a multiple of " + Span.BLOCK
                    + " up to " + MOST_PIECE_BYTES + " is needed");
        }
        if (method == IoMethod.MODELLED && (reads.bytesPerSec() == 0 || writes.bytesPerSec() == 0)) {
            throw new IllegalArgumentException("a modelled drive needs bytes/s for reads and for writes");
        }
    }

    /// As fast as this machine goes.
    public static DriveOptions fastest() {
        return new DriveOptions(IoMethod.AUTO, DEPTH, PIECE_BYTES, Pace.UNBOUND, Pace.UNBOUND, false);
    }

    /// A drive that only takes its time.
    public static DriveOptions modelled(int depth, Pace reads, Pace writes) {
        return new DriveOptions(IoMethod.MODELLED, depth, PIECE_BYTES, reads, writes, false);
    }

    public DriveOptions by(IoMethod method) {
        return new DriveOptions(method, depth, pieceBytes, reads, writes, sqPoll);
    }

    public DriveOptions cut(int depth, int pieceBytes) {
        return new DriveOptions(method, depth, pieceBytes, reads, writes, sqPoll);
    }

    public DriveOptions paced(Pace reads, Pace writes) {
        return new DriveOptions(method, depth, pieceBytes, reads, writes, sqPoll);
    }

    public DriveOptions polled() {
        return new DriveOptions(method, depth, pieceBytes, reads, writes, true);
    }

    boolean paced() {
        return reads.bound() || writes.bound();
    }

    Pace pace(boolean write) {
        return write ? writes : reads;
    }
}
