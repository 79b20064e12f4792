package nmos.live.cuda.kernel;

import java.util.Locale;
import nmos.live.cuda.driver.Driver;
import nmos.scenarios.shape.TensorType;

/// Rows' keys and values to a layer of the pass's scratch page, row `r` to place `r`.
public final class Keep {
    private static final int THREADS = 256;

    private final Launch launch;

    public Keep(Kernels kernels, TensorType kv) {
        launch = kernels.launch("keep_" + kv.name().toLowerCase(Locale.ROOT));
    }

    /// `k` and `v` are `(rows, width)`, `vBias (width)` may be 0; `layer` holds keys of `positions`, then their values.
    public void run(Driver.Stream stream, long k, long v, long vBias, long layer, int rows, int width, int positions) {
        launch.pointers(k, v, vBias, layer).numbers(width, positions).on(stream, rows, 1, THREADS);
    }
}
