package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import nmos.live.kernel.Lanes;
import nmos.live.kernel.RowFunctions;
import nmos.live.kernel.Workers;

/// Each row of a pass looks at the verified positions that its branch keeps and at its own ancestors in the pass, in the order
/// of the text, wherever they are kept: a row's bits are the same whether what came before it was verified earlier or stands in
/// the same pass, and however it is cut into pages.
///
/// A part of the work is one KV head for a few rows of one branch, so that its keys and values are made floats once for all
/// the query heads that share it and for all those rows.
public final class Attention implements Workers.Job {
    private static final int ROWS = 8;
    private static final int TILE = 32;

    private final Workers workers;
    private final int heads;
    private final int kvHeads;
    private final int group;
    private final int headWidth;
    private final int padded;
    private final float scale;
    private final Scratch[] scratch;

    private PassRows rows;
    private KvPage fresh;
    private int layer;
    private float[] q = new float[0];
    private float[] out = new float[0];
    private final PassPasts pasts = new PassPasts();
    private final AttentionMass mass;
    private int[] blocks = new int[0];
    private int blockCount;

    /// What one worker needs: `tile (TILE, padded)`, `query` and `sum (ROWS * group, padded)`, `scores (ROWS * group, positions)`.
    private static final class Scratch {
        final float[] tile;
        final float[] query;
        final float[] sum;
        final float[] lanes = new float[Lanes.COUNT];
        float[] scores = new float[0];
        int positions;

        Scratch(int padded, int group) {
            tile = new float[TILE * padded];
            query = new float[ROWS * group * padded];
            sum = new float[ROWS * group * padded];
        }

        void fit(int positions, int pairs) {
            this.positions = positions;
            if (scores.length < positions * pairs) {
                scores = new float[Math.multiplyExact(Integer.highestOneBit(positions) * 2, pairs)];
            }
        }
    }

    public Attention(Workers workers, int heads, KvLayout layout) {
        this.workers = workers;
        this.heads = heads;
        kvHeads = layout.kvHeads();
        group = heads / kvHeads;
        headWidth = layout.headWidth();
        padded = Lanes.roundUp(headWidth);
        scale = (float) (1 / Math.sqrt(headWidth));
        scratch = new Scratch[workers.count()];
        Arrays.setAll(scratch, _ -> new Scratch(padded, group));
        rows = new PassRows(new int[0], new int[0], new Past[0]);
        mass = new AttentionMass(pasts, heads, kvHeads);
        fresh = new KvPage(layout, 0, MemorySegment.NULL);
    }

    /// Starts a pass, whose keys and values will be put into `fresh`, row by row.
    public void begin(PassRows rows, KvPage fresh, boolean withMass) {
        this.rows = rows;
        this.fresh = fresh;
        pasts.begin(rows);
        if (blocks.length < rows.count() + 1) {
            blocks = new int[rows.count() + 1];
        }
        blockCount = 0;
        for (int row = 0; row < rows.count(); row++) {
            boolean starts = row == 0 || row - blocks[blockCount - 1] == ROWS || pasts.textOf(row) != pasts.textOf(row - 1);
            if (starts) {
                blocks[blockCount++] = row;
            }
        }
        blocks[blockCount] = rows.count();
        mass.begin(rows, withMass);
    }

    /// What each page of a row's branch was given, of all layers so far: shares of one, summed over heads and layers.
    public AttentionMass mass() {
        return mass;
    }

    /// `q` and `out` are `(rows, heads * headWidth)`.
    public void attend(int layer, float[] q, float[] out) {
        this.layer = layer;
        this.q = q;
        this.out = out;
        pasts.needLayer(layer, rows);
        workers.run(this, blockCount * kvHeads);
        mass.endLayer(layer);
    }

    @Override
    public void run(int chunk, int worker) {
        int block = chunk / kvHeads;
        int kvHead = chunk % kvHeads;
        int first = blocks[block];
        int count = blocks[block + 1] - first;
        int deepest = 0;
        for (int r = 0; r < count; r++) {
            deepest = Math.max(deepest, rows.depth(first + r));
        }
        int length = rows.branch(first).length();
        int text = pasts.textOf(first);
        int place = pasts.place(first, layer);
        int kept = kept(text, place, length);
        Scratch s = scratch[worker];
        s.fit(kept + deepest + 1, ROWS * group);
        loadQueries(s, first, count, kvHead);
        Arrays.fill(s.sum, 0);
        overPages(s, text, place, length, count, kvHead, true);
        overOwnRows(s, kept, first, count, kvHead, true);
        for (int r = 0; r < count; r++) {
            int seen = kept + rows.depth(first + r) + 1;
            for (int g = 0; g < group; g++) {
                int at = (r * group + g) * s.positions;
                RowFunctions.softmax(s.scores, at, seen, s.lanes);
                mass.add(first + r, kvHead, s.scores, at, place, length);
            }
        }
        overPages(s, text, place, length, count, kvHead, false);
        overOwnRows(s, kept, first, count, kvHead, false);
        for (int r = 0; r < count; r++) {
            for (int g = 0; g < group; g++) {
                int to = ((first + r) * heads + kvHead * group + g) * headWidth;
                System.arraycopy(s.sum, (r * group + g) * padded, out, to, headWidth);
            }
        }
    }

    private void loadQueries(Scratch s, int first, int count, int kvHead) {
        for (int r = 0; r < count; r++) {
            for (int g = 0; g < group; g++) {
                int from = ((first + r) * heads + kvHead * group + g) * headWidth;
                int to = (r * group + g) * padded;
                for (int i = 0; i < headWidth; i++) {
                    s.query[to + i] = q[from + i] * scale;
                }
            }
        }
    }

    /// Positions that are left of a text of that length.
    private int kept(int text, int place, int length) {
        int kept = 0;
        for (int i = 0; i < pasts.pages(text, place); i++) {
            kept += pasts.page(text, place, i).kept(length);
        }
        return kept;
    }

    /// Reads keys (or values) a tile at a time.
    private void overPages(Scratch s, int text, int place, int length, int count, int kvHead, boolean keys) {
        int at = 0;
        for (int i = 0; i < pasts.pages(text, place); i++) {
            KvPage page = pasts.page(text, place, i);
            int to = page.start() - page.from() + page.kept(length);
            for (int within = page.start() - page.from(); within < to; ) {
                int some = Math.min(TILE, to - within);
                load(s, page, within, some, kvHead, keys);
                for (int r = 0; r < count; r++) {
                    use(s, r, at, 0, some, keys);
                }
                at += some;
                within += some;
            }
        }
    }

    /// The pass's rows up to the block's last.
    private void overOwnRows(Scratch s, int kept, int first, int count, int kvHead, boolean keys) {
        int text = pasts.textOf(first);
        for (int row = 0; row < first + count; ) {
            if (pasts.textOf(row) != text) {
                row++;
                continue;
            }
            int some = 1;
            while (some < TILE && row + some < first + count && pasts.textOf(row + some) == text) {
                some++;
            }
            load(s, fresh, row, some, kvHead, keys);
            for (int r = 0; r < count; r++) {
                for (int t = 0; t < some && row + t <= first + r; t++) {
                    if (rows.sees(first + r, row + t)) {
                        use(s, r, kept + rows.depth(row + t), t, 1, keys);
                    }
                }
            }
            row += some;
        }
    }

    private void load(Scratch s, KvPage page, int within, int count, int kvHead, boolean keys) {
        for (int t = 0; t < count; t++) {
            if (keys) {
                page.keys(layer, within + t, kvHead, s.tile, t * padded);
            } else {
                page.values(layer, within + t, kvHead, s.tile, t * padded);
            }
        }
    }

    /// Row `r` of the block meets `count` positions of those left of its text, which start at place `t` of the tile.
    private void use(Scratch s, int r, int position, int t, int count, boolean keys) {
        for (int g = 0; g < group; g++) {
            int pair = r * group + g;
            if (keys) {
                score(s, pair * padded, t * padded, count, pair * s.positions + position);
            } else {
                addValues(s, pair * padded, t * padded, count, pair * s.positions + position);
            }
        }
    }

    private void score(Scratch s, int query, int tile, int count, int to) {
        for (int t = 0; t < count; t++) {
            FloatVector sum = FloatVector.zero(Lanes.FLOATS);
            for (int i = 0; i < padded; i += Lanes.COUNT) {
                FloatVector key = FloatVector.fromArray(Lanes.FLOATS, s.tile, tile + t * padded + i);
                sum = FloatVector.fromArray(Lanes.FLOATS, s.query, query + i).fma(key, sum);
            }
            sum.intoArray(s.lanes, 0);
            s.scores[to + t] = Lanes.sum(s.lanes, 0);
        }
    }

    private void addValues(Scratch s, int sumAt, int tile, int count, int scores) {
        for (int i = 0; i < padded; i += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, s.sum, sumAt + i);
            for (int t = 0; t < count; t++) {
                FloatVector share = FloatVector.broadcast(Lanes.FLOATS, s.scores[scores + t]);
                sum = FloatVector.fromArray(Lanes.FLOATS, s.tile, tile + t * padded + i).fma(share, sum);
            }
            sum.intoArray(s.sum, sumAt + i);
        }
    }
}
