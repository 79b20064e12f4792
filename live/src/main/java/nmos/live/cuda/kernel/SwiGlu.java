package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// [nmos.live.kernel.RowFunctions#swiGlu] of any number of numbers.
public final class SwiGlu {
    private static final int THREADS = 256;

    private final Launch launch;

    public SwiGlu(Kernels kernels) {
        launch = kernels.launch("swiglu");
    }

    public void run(Driver.Stream stream, long gate, long up, int count) {
        launch.pointers(gate, up).numbers(count).on(stream, Math.ceilDiv(count, THREADS), 1, THREADS);
    }
}
