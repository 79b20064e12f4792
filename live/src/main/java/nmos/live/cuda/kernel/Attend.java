package nmos.live.cuda.kernel;

import java.util.Locale;
import nmos.live.cuda.driver.Driver;
import nmos.live.kv.KvLayout;

/// Attention of a pass's rows over pages and over their own ancestors, in chunks that are then joined; and what each page was given.
public final class Attend {
    /// Positions of a chunk.
    public static final int CHUNK = 256;

    private static final int TILE = 32;
    private static final int THREADS = 128;
    private static final int MOST_QUERIES = 8;
    /// What every device grants without being asked, less what the kernel has of its own.
    private static final int SHARED_BYTES = (48 << 10) - 1024;

    /// Device addresses of what the kernels read about a pass in one layer; layouts are in the kernels' README.
    public record Past(long runs, long texts, long rows, long ancestors) {}

    private final KvLayout layout;
    private final int heads;
    private final int queries;
    private final float scale;
    private final Launch chunks;
    private final Launch join;
    private final Launch mass;

    public Attend(Kernels kernels, KvLayout layout, int heads) {
        this.layout = layout;
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(layout.headWidth()));
        queries = queries(layout, heads);
        String kv = layout.type().name().toLowerCase(Locale.ROOT);
        chunks = kernels.launch("attend_" + kv, sharedBytes(layout, queries));
        join = kernels.launch("attend_join");
        mass = kernels.launch("mass_" + kv);
    }

    /// As many of the heads that share keys as a block of threads has room for.
    private static int queries(KvLayout layout, int heads) {
        int most = Math.min(heads / layout.kvHeads(), MOST_QUERIES);
        while (most > 0 && sharedBytes(layout, most) > SHARED_BYTES) {
            most--;
        }
        if (most == 0) {
            throw new IllegalArgumentException("heads " + layout.headWidth() + " wide are too wide for the attention kernel");
        }
        return most;
    }

    private static int sharedBytes(KvLayout layout, int queries) {
        int width = layout.headWidth();
        return Float.BYTES * (TILE * (width + 1) + queries * (2 * width + TILE + 3));
    }

    /// Chunks of a row that sees so many positions.
    public static int chunks(int positions) {
        return Math.ceilDiv(positions, CHUNK);
    }

    /// What one row's chunks take until they are joined.
    public static long partBytes(KvLayout layout, int heads, int positions) {
        return (long) heads * chunks(positions) * (layout.headWidth() + 2) * Float.BYTES;
    }

    /// `q` and `out` are `(rows, heads * headWidth)`. `fresh`: a layer of the scratch page of `freshPositions`. `greatest (rows, heads)`
    /// takes pairs that [#mass] wants. `most`: the most positions that a row sees; `parts` has `partsBytes`, room for a row at least.
    public void run(
            Driver.Stream stream,
            Past past,
            long q,
            long fresh,
            int freshPositions,
            long parts,
            long partsBytes,
            long out,
            long greatest,
            int rows,
            int most) {
        int count = chunks(most);
        int some = (int) Math.min(rows, partsBytes / partBytes(layout, heads, most));
        if (some < 1) {
            throw new IllegalArgumentException(partsBytes + " bytes for attention over " + most + " positions");
        }
        int parties = Math.ceilDiv(heads / layout.kvHeads(), queries);
        for (int row = 0; row < rows; row += some) {
            int now = Math.min(some, rows - row);
            chunks.pointers(q, past.runs, past.texts, past.rows, past.ancestors, fresh, parts)
                    .numbers(heads, layout.kvHeads(), layout.headWidth(), row, count, freshPositions, queries)
                    .number(scale)
                    .on(stream, count, layout.kvHeads() * parties, now, THREADS, sharedBytes(layout, queries));
            join.pointers(parts, past.texts, past.rows, out, greatest)
                    .numbers(heads, layout.headWidth(), row, count)
                    .on(stream, heads, now, THREADS);
        }
    }

    /// Adds this layer's share of each page to `masses (rows, pages)`, doubles.
    public void mass(Driver.Stream stream, Past past, long q, long greatest, long masses, int rows, int pages) {
        mass.pointers(q, past.runs, past.texts, past.rows, greatest, masses)
                .numbers(heads, layout.kvHeads(), layout.headWidth(), pages)
                .number(scale)
                .on(stream, pages, rows, THREADS);
    }
}
