package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// Which experts each row goes through, and which rows each expert has, without the host.
public final class Route {
    private static final int WARP = 32;
    private static final int THREADS = 256;

    private final Launch choose;
    private final Launch sort;

    public Route(Kernels kernels) {
        choose = kernels.launch("route");
        sort = kernels.launch("sort_slots");
    }

    /// `scores (rows, experts)` are used up; `chosen` and `shares` are `(rows, used)`, best first; `list (rows * used)`, `bounds (experts + 1)`.
    public void run(
            Driver.Stream stream,
            long scores,
            long chosen,
            long shares,
            long list,
            long bounds,
            int rows,
            int experts,
            int used,
            boolean sumToOne) {
        choose.pointers(scores, chosen, shares).numbers(experts, used, sumToOne ? 1 : 0).on(stream, rows, 1, WARP);
        sort.pointers(chosen, list, bounds).numbers(rows * used, experts).on(stream, 1, 1, THREADS);
    }
}
