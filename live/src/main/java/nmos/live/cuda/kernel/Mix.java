package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// What experts made of a row, added up in the order of its own ranking.
public final class Mix {
    private static final int THREADS = 256;

    private final Launch ranked;
    private final Launch shared;

    public Mix(Kernels kernels) {
        ranked = kernels.launch("mix");
        shared = kernels.launch("mix_shared");
    }

    /// `results (rows, used, width)`, `shares (rows, used)`, `out (rows, width)`.
    public void run(Driver.Stream stream, long results, long shares, long out, int rows, int width, int used) {
        ranked.pointers(results, shares, out).numbers(width, used).on(stream, Math.ceilDiv(width, THREADS), rows, THREADS);
    }

    /// Adds the expert that all rows use, weighted by the sigmoid of `gates (rows)`.
    public void addShared(Driver.Stream stream, long result, long gates, long out, int rows, int width) {
        shared.pointers(result, gates, out).numbers(width).on(stream, Math.ceilDiv(width, THREADS), rows, THREADS);
    }
}
