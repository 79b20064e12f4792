package nmos.live.cuda.kernel;

/// Where the rows of a product lie: `quants (rows, cols)` of bytes with their `scales (rows, blocks)` and `sums (rows, cols / 16)` for
/// quantised weights, `floats (rows, cols)` for others.
public record Rows(long quants, long scales, long sums, long floats) {
    private static final int COLS_PER_SCALE = 32;
    private static final int COLS_PER_SUM = 16;

    /// The same with floats from elsewhere.
    public Rows floats(long address) {
        return new Rows(quants, scales, sums, address);
    }

    public static long scaleBytes(long numbers) {
        return numbers / COLS_PER_SCALE * Float.BYTES;
    }

    public static long sumBytes(long numbers) {
        return numbers / COLS_PER_SUM * Short.BYTES;
    }
}
