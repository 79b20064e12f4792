package nmos.live.cuda.kernel;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import nmos.live.cuda.driver.Driver;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Matrix;
import nmos.scenarios.shape.TensorType;

/// `y (rows, outputs) = x (rows, cols) * w (outputs, cols)^T`. Bits are the same from whichever family computes it.
///
/// Weights are a [Matrix] whose data only names device memory: nobody but the device looks at what is there.
public final class Product {
    /// Rows from which the tensor cores compute products of quantised weights.
    public static final int MANY = 8;

    private static final int WARPS = 4;
    private static final int WARP = 32;
    private static final int PLAIN_OUTPUTS = 2;
    private static final int PLAIN_ROWS = 8;
    private static final int TILE_OUTPUTS = 8;
    private static final int TILE_ROWS = 32;
    private static final int TILE_THREADS = 256;

    /// By type: one row, few and many, or the only family of plain numbers.
    private record Families(Launch lone, Launch few, Launch many) {}

    /// Rows by the experts they go through. `list`: slots, `row * used + rank`, sorted by expert; `bounds`: where each expert's begin.
    /// Slot `s` reads row `s / perRow` of x and writes row `s` of y. Expert `e`'s weights are `expertBytes` past those of the one before.
    public record Routed(long list, long bounds, int perRow, int experts, long expertBytes) {
        private static final Routed NOT = new Routed(0, 0, 1, 1, 0);
    }

    private final Map<TensorType, Families> families = new EnumMap<>(TensorType.class);
    private final int manyFrom;

    public Product(Kernels kernels) {
        this(kernels, MANY);
    }

    Product(Kernels kernels, int manyFrom) {
        this.manyFrom = manyFrom;
        for (TensorType type : TensorType.values()) {
            String name = type.name().toLowerCase(Locale.ROOT);
            if (plain(type)) {
                Launch only = kernels.launch("plain_" + name);
                families.put(type, new Families(only, only, only));
            } else {
                families.put(type, new Families(
                        kernels.launch("lone_" + name), kernels.launch("few_" + name), kernels.launch("many_" + name)));
            }
        }
    }

    private static boolean plain(TensorType type) {
        return switch (type) {
            case F32, F16, BF16 -> true;
            case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K -> false;
        };
    }

    /// `x`: rows on [Grid] of the weights' type. Row `r` of the result begins `r * yStride` numbers after `y`.
    public void run(Driver.Stream stream, Matrix w, Rows x, int rows, long y, int yStride) {
        run(stream, w, x, rows, y, yStride, Routed.NOT);
    }

    /// The same for many experts, whose weights begin with `w`; at most `rows` rows go through one of them.
    public void run(Driver.Stream stream, Matrix w, Rows x, int rows, long y, int yStride, Routed routed) {
        long at = w.data().address();
        if (at % alignment(w.type()) != 0 || routed.expertBytes % alignment(w.type()) != 0) {
            throw new IllegalArgumentException(
                    w.type() + " weights at address " + at + ": they begin at a multiple of " + alignment(w.type()));
        }
        Families of = families.get(w.type());
        if (of == null) {
            throw new IllegalStateException("no kernels for " + w.type());
        }
        if (plain(w.type())) {
            int four = 4 * w.type().blockBytes;
            boolean wide = w.cols() % 4 == 0 && at % four == 0 && routed.expertBytes % four == 0 && x.floats() % (4 * Float.BYTES) == 0;
            of.lone.pointers(at, routed.expertBytes, x.floats(), routed.list, routed.bounds, y)
                    .numbers(w.rows(), w.cols(), rows, yStride, routed.perRow, wide ? 1 : 0)
                    .on(
                            stream,
                            Math.ceilDiv(w.rows(), WARPS * PLAIN_OUTPUTS),
                            Math.ceilDiv(rows, PLAIN_ROWS),
                            routed.experts,
                            WARPS * WARP,
                            0);
            return;
        }
        boolean many = rows >= manyFrom;
        boolean lone = rows == 1 && !many;
        Launch launch = many ? of.many : lone ? of.lone : of.few;
        launch.pointers(at, routed.expertBytes, x.quants(), x.scales(), x.sums(), routed.list, routed.bounds, y)
                .numbers(w.rows(), w.cols(), rows, yStride, routed.perRow);
        if (many) {
            int blocks = Math.ceilDiv(w.rows(), TILE_OUTPUTS);
            launch.on(stream, blocks, Math.ceilDiv(rows, TILE_ROWS), routed.experts, TILE_THREADS, 0);
        } else {
            launch.on(stream, Math.ceilDiv(w.rows(), WARPS), 1, routed.experts, WARPS * WARP, 0);
        }
    }

    /// Bytes that the kernels read at once.
    private static int alignment(TensorType type) {
        return switch (type) {
            case F32, Q4_1, Q5_1, Q2_K, Q4_K, Q5_K -> 4;
            case F16, BF16, Q8_0, Q4_0, Q5_0, Q3_K, Q6_K -> 2;
        };
    }
}
