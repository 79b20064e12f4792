package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.calibrate.AttentionSpeeds.Point;
import nmos.live.cuda.kernel.Attend;
import nmos.live.device.Opened;
import nmos.live.gguf.Layouts;
import nmos.live.kv.KvLayout;
import nmos.scenarios.shape.TensorType;

/// Times attention to earlier tokens on a GPU, layer after layer, so that their keys and values come from its memory.
final class GpuAttentionBench {
    private static final int SEVERAL = 8;
    private static final int RUN_BYTES = 24;
    /// As halves, each .065: what is there makes no difference to the time.
    private static final byte SOMETHING = 0x2c;

    private final GpuBench bench;
    private final AttentionBench.Heads heads;
    private final KvLayout layout;
    private final Attend attend;

    private GpuAttentionBench(GpuBench bench) {
        this.bench = bench;
        heads = AttentionBench.Heads.of(bench.session.options);
        layout = new KvLayout(1, heads.kvHeads(), heads.width(), TensorType.F16);
        attend = new Attend(bench.kernels, layout, heads.heads());
    }

    static AttentionSpeeds measure(GpuBench bench) {
        var its = new GpuAttentionBench(bench);
        List<Point> points = new ArrayList<>();
        for (int tokens : bench.session.effort.contexts()) {
            try (Opened open = new Opened()) {
                for (int rows : new int[] {1, SEVERAL}) {
                    points.add(new Point(rows, tokens, its.layout.layerBytes(tokens), its.time(tokens, rows, open)));
                }
                bench.finish();
            }
        }
        return AttentionBench.fit(points);
    }

    /// A chain of rows after a text in one page, in as many layers as the device's cache does not hold.
    private Timing time(int tokens, int rows, Opened open) {
        long layerBytes = layout.layerBytes(tokens);
        List<Long> layers = bench.uncached(layer(layerBytes, open), layerBytes, () -> layer(layerBytes, open));
        MemorySegment runs = MemorySegment.ofArray(new byte[layers.size() * RUN_BYTES]);
        for (int layer = 0; layer < layers.size(); layer++) {
            long at = (long) layer * RUN_BYTES;
            runs.set(Layouts.LONG, at, layers.get(layer));
            runs.set(Layouts.INT, at + 12, tokens);
            runs.set(Layouts.INT, at + 20, tokens);
        }
        int[] depths = new int[3 * rows];
        int[] chain = new int[rows];
        for (int row = 0; row < rows; row++) {
            depths[3 * row + 1] = row;
            chain[row] = row;
        }
        long runsAt = put(runs, open);
        long textsAt = put(MemorySegment.ofArray(new int[] {0, 1, tokens}), open);
        long rowsAt = put(MemorySegment.ofArray(depths), open);
        long chainAt = put(MemorySegment.ofArray(chain), open);
        int width = heads.heads() * heads.width();
        long q = bench.numbers((long) rows * width, open);
        long out = bench.room((long) rows * width * Float.BYTES, open);
        long fresh = layer(layout.layerBytes(rows), open);
        long partsBytes = rows * Attend.partBytes(layout, heads.heads(), tokens + rows);
        long parts = bench.room(partsBytes, open);
        long greatest = bench.room(2L * rows * heads.heads() * Float.BYTES, open);
        int[] next = {0};
        return bench.timed(() -> {
            next[0] = (next[0] + 1) % layers.size();
            var past = new Attend.Past(runsAt + (long) next[0] * RUN_BYTES, textsAt, rowsAt, chainAt);
            attend.run(bench.stream, past, q, fresh, rows, parts, partsBytes, out, greatest, rows, tokens + rows);
        });
    }

    private long layer(long bytes, Opened open) {
        long at = bench.room(bytes, open);
        bench.driver.fill(at, SOMETHING, bytes, bench.stream);
        return at;
    }

    private long put(MemorySegment heap, Opened open) {
        try (Arena arena = Arena.ofConfined()) {
            return bench.put(arena.allocate(heap.byteSize(), Long.BYTES).copyFrom(heap), open);
        }
    }
}
