package nmos.live.cuda.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Attend;
import nmos.live.device.Opened;
import nmos.live.gguf.Layouts;
import nmos.live.kv.KvRuns;
import nmos.live.kv.PassRows;
import nmos.live.model.Embedding;
import nmos.live.model.ModelConfig;
import nmos.live.model.RopeTable;

/// What the kernels read about a pass, as the kernels' README lays it out: filled in pinned memory, copied from there. Nothing of it is
/// written before the copies of the pass before are done.
final class PassTables implements AutoCloseable {
    static final int RUN_BYTES = 24;
    private static final int TEXT_BYTES = 12;
    private static final int ROW_BYTES = 12;
    private static final long ALIGNMENT = 4096;

    private final Driver driver;
    private final Driver.Stream stream;
    private final PassLimits limits;
    private final int width;
    private final RopeTable rope;
    private final Opened open = new Opened();
    private final Arena arena;
    private final Driver.Event copied;

    // where things lie, in pinned memory and on the device alike
    private final long rowsAt = 0;
    private final long textsAt;
    private final long tokensAt;
    private final long wantedAt;
    private final long cosinesAt;
    private final long sinesAt;
    private final long ancestorsAt;
    private final long tableBytes;
    private final MemorySegment tables;
    private final long address;
    /// (rows, width) and (layers, pages), pinned too
    private final MemorySegment embedded;
    private final MemorySegment runs;
    private final float[] one;

    /// By row: where its list of ancestors begins.
    private final int[] lists;

    PassTables(Driver driver, Driver.Stream stream, ModelConfig config, PassLimits limits, RopeTable rope) {
        this.driver = driver;
        this.stream = stream;
        this.limits = limits;
        this.rope = rope;
        width = config.width();
        one = new float[width];
        lists = new int[limits.rows()];
        long rows = limits.rows();
        textsAt = rowsAt + rows * ROW_BYTES;
        tokensAt = textsAt + rows * TEXT_BYTES;
        wantedAt = tokensAt + rows * Integer.BYTES;
        cosinesAt = wantedAt + (long) limits.wanted() * Integer.BYTES;
        sinesAt = cosinesAt + rows * rope.pairs() * Float.BYTES;
        ancestorsAt = sinesAt + rows * rope.pairs() * Float.BYTES;
        tableBytes = ancestorsAt + mostAncestors(rows) * Integer.BYTES;
        boolean made = false;
        try {
            arena = open.add(Arena.ofShared());
            tables = pinned(tableBytes);
            embedded = pinned(rows * width * Float.BYTES);
            runs = pinned(Math.max(1, (long) config.layers() * limits.pages() * RUN_BYTES));
            long at = driver.allocate(tableBytes);
            open.add(() -> Driver.giveBack(() -> driver.free(at)));
            address = at;
            Driver.Event event = driver.event(false);
            open.add(() -> Driver.giveBack(() -> driver.destroy(event)));
            copied = event;
            made = true;
        } finally {
            if (!made) {
                open.close();
            }
        }
    }

    static long deviceBytes(ModelConfig config, PassLimits limits) {
        long each = ROW_BYTES + TEXT_BYTES + Integer.BYTES + config.ropeDims() * (long) Float.BYTES;
        return limits.rows() * each + (limits.wanted() + mostAncestors(limits.rows())) * Integer.BYTES;
    }

    /// Only leaves have a list of their own: of a pass with so many rows, half of them in a chain and half leaves at its end make the most.
    private static long mostAncestors(long rows) {
        return (rows + 1) * (rows + 1) / 4 + rows;
    }

    private MemorySegment pinned(long bytes) {
        MemorySegment memory = arena.allocate(bytes, ALIGNMENT);
        driver.register(memory);
        open.add(() -> Driver.giveBack(() -> driver.unregister(memory)));
        return memory;
    }

    /// Waits until what was written may be written again.
    void free() {
        driver.synchronise(copied);
    }

    void begin(PassRows rows, KvRuns past) {
        long ancestors = ancestors(rows, past);
        int[] before = {0, 0};
        for (int text = 0; text < past.texts(); text++) {
            long at = textsAt + (long) text * TEXT_BYTES;
            tables.set(Layouts.INT, at, before[0]);
            tables.set(Layouts.INT, at + 4, past.pages(text));
            tables.set(Layouts.INT, at + 8, past.kept(text));
            before[0] += past.pages(text);
        }
        if (before[0] > limits.pages()) {
            throw new IllegalStateException("a pass over " + before[0] + " pages, where " + limits.pages() + " fit");
        }
        rope.begin(rows.count());
        for (int row = 0; row < rows.count(); row++) {
            rope.position(row, rows.position(row));
            tables.set(Layouts.INT, tokensAt + (long) row * Integer.BYTES, rows.token(row));
        }
        long angleBytes = (long) limits.rows() * rope.pairs() * Float.BYTES;
        rope.copy(rows.count(), tables.asSlice(cosinesAt, angleBytes), tables.asSlice(sinesAt, angleBytes));
        long used = ancestorsAt + ancestors * Integer.BYTES;
        driver.copyToDevice(address, tables.asSlice(0, used), stream);
        driver.record(copied, stream);
    }

    /// How many numbers all lists take. A row's list begins that of any row that follows it: the last ones come first.
    private long ancestors(PassRows rows, KvRuns past) {
        Arrays.fill(lists, 0, rows.count(), -1);
        int[] end = {0};
        for (int row = rows.count() - 1; row >= 0; row--) {
            if (lists[row] < 0) {
                int from = end[0];
                past.ancestors(row, ancestor -> {
                    if (lists[ancestor] < 0) {
                        lists[ancestor] = from;
                    }
                    tables.set(Layouts.INT, ancestorsAt + (long) end[0] * Integer.BYTES, ancestor);
                    end[0]++;
                });
            }
            long at = rowsAt + (long) row * ROW_BYTES;
            tables.set(Layouts.INT, at, past.textOf(row));
            tables.set(Layouts.INT, at + 4, rows.position(row) - rows.branch(row).length());
            tables.set(Layouts.INT, at + 8, lists[row]);
        }
        return end[0];
    }

    /// The rows' first numbers, from the host to `x`.
    void embed(PassRows rows, Embedding embedding, long x) {
        for (int row = 0; row < rows.count(); row++) {
            embedding.row(rows.token(row), one, 0);
            MemorySegment.copy(one, 0, embedded, Layouts.FLOAT, (long) row * width * Float.BYTES, width);
        }
        driver.copyToDevice(x, embedded.asSlice(0, (long) rows.count() * width * Float.BYTES), stream);
        driver.record(copied, stream);
    }

    /// Where the pages of a layer are, to its part of `runsAddress`.
    Attend.Past layer(int layer, KvRuns past, long runsAddress) {
        long from = (long) layer * limits.pages() * RUN_BYTES;
        long[] at = {from};
        past.each((_, run) -> {
            runs.set(Layouts.LONG, at[0], run.address(layer));
            runs.set(Layouts.INT, at[0] + 8, run.firstPlace());
            runs.set(Layouts.INT, at[0] + 12, run.positions());
            runs.set(Layouts.INT, at[0] + 16, run.keptBefore());
            runs.set(Layouts.INT, at[0] + 20, run.kept());
            at[0] += RUN_BYTES;
        });
        if (at[0] > from) {
            driver.copyToDevice(runsAddress + from, runs.asSlice(from, at[0] - from), stream);
            driver.record(copied, stream);
        }
        return new Attend.Past(runsAddress + from, address + textsAt, address + rowsAt, address + ancestorsAt);
    }

    /// Puts down whose logits are wanted: once between two calls of [#free].
    void wanted(int[] rows) {
        MemorySegment.copy(rows, 0, tables, Layouts.INT, wantedAt, rows.length);
        driver.copyToDevice(address + wantedAt, tables.asSlice(wantedAt, (long) rows.length * Integer.BYTES), stream);
        driver.record(copied, stream);
    }

    long wantedAddress() {
        return address + wantedAt;
    }

    long tokensAddress() {
        return address + tokensAt;
    }

    long cosines() {
        return address + cosinesAt;
    }

    long sines() {
        return address + sinesAt;
    }

    @Override
    public void close() {
        open.close();
    }
}
