package nmos.world.ledger;

/// What pages cost and what they were good for, in one run.
public final class PageUse {
    private final long[] upBytes;
    private final long[] downBytes;
    private long opened;
    private int highWater;
    private long allocatedBytes;
    private long filledBytes;
    private long passes;
    private long wastedBytesSum;
    private long allocatedBytesSum;
    private long foldedTokens;

    PageUse(int hops) {
        upBytes = new long[hops];
        downBytes = new long[hops];
    }

    void opened(int open) {
        opened++;
        highWater = Math.max(highWater, open);
    }

    void moved(int hop, boolean up, long bytes) {
        (up ? upBytes : downBytes)[hop] += bytes;
    }

    void allocated(long change) {
        allocatedBytes += change;
    }

    void folded(int tokens) {
        foldedTokens += tokens;
    }

    void passEnded(long filled) {
        filledBytes = filled;
        passes++;
        wastedBytesSum += allocatedBytes - filled;
        allocatedBytesSum += allocatedBytes;
    }

    /// KV bytes that arrived over a hop, up or down.
    public long upBytes(int hop) {
        return upBytes[hop];
    }

    public long downBytes(int hop) {
        return downBytes[hop];
    }

    public long opened() {
        return opened;
    }

    /// The most pages at a time.
    public int highWater() {
        return highWater;
    }

    /// Waste is memory that pages have and no row fills, looked at when a pass ends. Its mean over the passes.
    public long wastedBytesMean() {
        return passes == 0 ? 0 : wastedBytesSum / passes;
    }

    public long wastedBytesAtEnd() {
        return allocatedBytes - filledBytes;
    }

    /// Waste as a share of the memory that pages have, both as means over the passes, in ppm.
    public long fragmentationPpm() {
        return allocatedBytesSum == 0 ? 0 : (long) (wastedBytesSum * 1e6 / allocatedBytesSum);
    }

    /// Positions dropped for good; one that several places keep counts for each.
    public long foldedTokens() {
        return foldedTokens;
    }
}
