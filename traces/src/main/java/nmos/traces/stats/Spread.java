package nmos.traces.stats;

/// Percentiles of `n` values. All 0 where there were none.
public record Spread(int n, long p5, long p10, long p25, long p50, long p75, long p90, long p95, long p99) {
    static final int[] PERCENTS = {5, 10, 25, 50, 75, 90, 95, 99};
    static final Spread NONE = new Spread(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
