package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// [nmos.live.kernel.RowFunctions#rmsNorm] of many rows.
public final class RmsNorm {
    private static final int THREADS = 256;

    private final Launch launch;

    public RmsNorm(Kernels kernels) {
        launch = kernels.launch("rms_norm");
    }

    /// Row `i` of `out` is made of row `rowOf[i]` of `x`, or of row `i` where `rowOf` is 0.
    public void run(Driver.Stream stream, long x, long rowOf, long weight, long out, int rows, int cols, float epsilon) {
        launch.pointers(x, rowOf, weight, out).numbers(cols).number(epsilon).on(stream, rows, 1, THREADS);
    }
}
