package nmos.live.ptx;

/// How a launch is run and watched. `seed`: blocks and warps in another order for each, in that of their numbers for 0. `checks`: of shared memory that
/// is read before it is written, and that threads share without a barrier between. `sharedBytes`: the most that a block may have.
/// `steps`: the most instructions of a warp, so that no loop is endless.
public record Limits(long seed, boolean checks, int sharedBytes, long steps) {
    /// The shared memory of the oldest cards that are served, compute capability 7.5.
    public static final Limits CHECKED = new Limits(0, true, 65_536, 1L << 31);
    public static final Limits QUICK = new Limits(0, false, 65_536, 1L << 31);
}
