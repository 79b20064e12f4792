package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// `x[i] += y[i]`.
public final class Add {
    private static final int THREADS = 256;

    private final Launch launch;

    public Add(Kernels kernels) {
        launch = kernels.launch("add");
    }

    public void run(Driver.Stream stream, long x, long y, int count) {
        launch.pointers(x, y).numbers(count).on(stream, Math.ceilDiv(count, THREADS), 1, THREADS);
    }
}
