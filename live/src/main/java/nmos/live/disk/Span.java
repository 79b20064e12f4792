package nmos.live.disk;

/// The whole blocks around an [Extent]: direct I/O moves nothing smaller. Read into aligned memory, the payload lies at
/// `payloadAt` there, and needs no second copy. The last block of a file may reach past its end: such a read comes back
/// short, and the payload complete.
public record Span(long alignedOffset, long bytes, int payloadAt) {
    /// A page: what every file system takes as an alignment, and the JDK's channels ask for.
    public static final int BLOCK = 4096;

    /// `bytes` rounded up to whole blocks.
    static long whole(long bytes, int alignment) {
        return around(new Extent(0, bytes), alignment).bytes();
    }

    public static Span around(Extent extent, int alignment) {
        if (Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("an alignment of " + alignment + ": a power of two is needed");
        }
        long mask = alignment - 1L;
        long start = extent.offset() & ~mask;
        long end = (extent.end() + mask) & ~mask;
        return new Span(start, end - start, (int) (extent.offset() - start));
    }
}
