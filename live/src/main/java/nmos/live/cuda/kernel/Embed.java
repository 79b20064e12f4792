package nmos.live.cuda.kernel;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import nmos.live.cuda.driver.Driver;
import nmos.live.kernel.Matrix;
import nmos.scenarios.shape.TensorType;

/// Rows of stored weights as floats: the token embedding, where it is on the device.
public final class Embed {
    private static final int THREADS = 128;
    /// Numbers that a thread makes at a time.
    private static final int FOUR = 4;

    private final Map<TensorType, Launch> launches = new EnumMap<>(TensorType.class);

    public Embed(Kernels kernels) {
        for (TensorType type : TensorType.values()) {
            launches.put(type, kernels.launch("embed_" + type.name().toLowerCase(Locale.ROOT)));
        }
    }

    /// Rows `tokens[i]` of `w`, which only names device memory, to `out (rows, cols)`.
    public void run(Driver.Stream stream, Matrix w, long tokens, long out, int rows) {
        Launch launch = launches.get(w.type());
        if (launch == null) {
            throw new IllegalStateException("no kernel for " + w.type());
        }
        launch.pointers(w.data().address(), tokens, out)
                .numbers(w.cols())
                .on(stream, Math.ceilDiv(w.cols(), THREADS * FOUR), rows, THREADS);
    }
}
