package nmos.live.cuda.model;

import java.util.function.Predicate;
import nmos.live.cuda.kernel.Attend;
import nmos.live.cuda.kernel.Rows;
import nmos.live.cuda.kernel.Top;
import nmos.live.kernel.Matrix;
import nmos.live.kv.KvLayout;
import nmos.live.model.FeedForward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.scenarios.shape.TensorType;

/// What a pass writes on the device, in one piece: the addresses of its parts, where it begins at `base`.
final class PassMemory {
    private static final long ALIGNMENT = 256;
    /// Chunks of attention wait to be joined in so much; where a row's take more, in what one row's take.
    private static final long PARTS_BYTES = 16L << 20;

    private final long base;
    private long end;

    // (rows, width) of floats, as are all below but where something else is said
    final long x;
    final long normed;
    final long added;
    /// (rows, heads * headWidth)
    final long q;
    final long attended;
    /// (rows, kvHeads * headWidth)
    final long k;
    final long v;
    /// (rows * experts used, inner)
    final long gate;
    final long up;
    final Rows rounded;
    final long parts;
    final long partsBytes;
    /// (rows, heads) pairs
    final long greatest;
    /// Keys and values of the pass's own rows, layer by layer.
    final long fresh;
    /// (layers, pages)
    final long runs;
    /// (wanted, vocabulary)
    final long logits;
    /// (wanted, width)
    final long chosen;
    final long topParts;
    final long tops;
    /// (rows, pages) of doubles
    final long masses;
    final Routing routing;

    /// (rows, experts), (rows, used) twice, (rows * used), (experts + 1), (rows * used, width), (rows)
    record Routing(long scores, long chosen, long shares, long list, long bounds, long results, long gates) {}

    PassMemory(long base, ModelConfig config, ModelWeights weights, KvLayout kv, PassLimits limits) {
        this.base = base;
        end = base;
        long rows = limits.rows();
        long used = Math.max(1, config.expertsUsed());
        long slots = rows * used;
        x = floats(rows * config.width());
        normed = floats(rows * config.width());
        added = floats(rows * config.width());
        q = floats(rows * config.queryWidth());
        attended = floats(rows * config.queryWidth());
        k = floats(rows * config.kvWidth());
        v = floats(rows * config.kvWidth());
        long inner = 0;
        boolean shared = false;
        for (LayerWeights layer : weights.layers()) {
            inner = Math.max(inner, layer.feedForward().inner());
            shared |= layer.feedForward() instanceof FeedForward.Mixture m && m.shared() != null;
        }
        gate = floats(slots * inner);
        up = floats(slots * inner);
        long widest = Math.max(Math.max(rows, limits.wanted()) * Math.max(config.width(), config.queryWidth()), slots * inner);
        long bfloats = any(weights, matrix -> matrix.type() == TensorType.BF16) ? widest : 0;
        rounded = new Rows(take(widest), take(Rows.scaleBytes(widest)), take(Rows.sumBytes(widest)), floats(bfloats));
        partsBytes = Math.max(
                Attend.partBytes(kv, config.heads(), limits.positions()),
                Math.min(PARTS_BYTES, rows * Attend.partBytes(kv, config.heads(), limits.positions())));
        parts = take(partsBytes);
        greatest = floats(2 * rows * config.heads());
        fresh = take(kv.bytesPerPosition() * rows);
        runs = take(config.layers() * (long) limits.pages() * PassTables.RUN_BYTES);
        logits = floats((long) limits.wanted() * config.vocabulary());
        chosen = floats((long) limits.wanted() * config.width());
        topParts = take(limits.wanted() * Top.partBytes(config.vocabulary()));
        tops = take(limits.wanted() * Top.BYTES);
        masses = take(limits.masses() ? rows * limits.pages() * Double.BYTES : 0);
        long some = config.experts() == 0 ? 0 : 1;
        routing = new Routing(
                floats(some * rows * config.experts()),
                floats(some * slots),
                floats(some * slots),
                floats(some * slots),
                floats(some * (config.experts() + 1L)),
                floats(some * slots * config.width()),
                floats(shared ? rows : 0));
    }

    private static boolean any(ModelWeights weights, Predicate<Matrix> is) {
        boolean[] found = {is.test(weights.head())};
        for (LayerWeights layer : weights.layers()) {
            layer.moved(matrix -> {
                found[0] |= is.test(matrix);
                return matrix;
            });
        }
        return found[0];
    }

    private long floats(long count) {
        return take(count * Float.BYTES);
    }

    private long take(long count) {
        long at = end;
        end += (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return at;
    }

    long bytes() {
        return end - base;
    }
}
