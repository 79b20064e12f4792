package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;
import nmos.live.kernel.Grid;

/// Rows to what they may hold when they meet weights of a type, as [Grid] says and with its bits.
public final class Rounding {
    private static final int WARPS = 8;
    private static final int THREADS = 256;

    private final Launch bytes32;
    private final Launch bytes256;
    private final Launch bfloat;

    public Rounding(Kernels kernels) {
        bytes32 = kernels.launch("round_32");
        bytes256 = kernels.launch("round_256");
        bfloat = kernels.launch("round_bf16");
    }

    /// `count` rows of `cols` numbers from `x` to `to`, which is `x` itself where a grid is free.
    public void run(Driver.Stream stream, Grid grid, long x, Rows to, int count, int cols) {
        switch (grid) {
            case FREE -> {}
            case BFLOAT -> bfloat.pointers(x, to.floats()).numbers(cols).on(stream, Math.ceilDiv(cols, THREADS), count, THREADS);
            case BYTES_32 -> bytes(bytes32, stream, x, to, count, cols, 32);
            case BYTES_256 -> bytes(bytes256, stream, x, to, count, cols, 256);
        }
    }

    private static void bytes(Launch launch, Driver.Stream stream, long x, Rows to, int count, int cols, int block) {
        launch.pointers(x, to.quants(), to.scales(), to.sums())
                .numbers(cols)
                .on(stream, Math.ceilDiv(cols / block, WARPS), count, THREADS);
    }
}
