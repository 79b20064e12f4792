package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import nmos.live.calibrate.LayerSpeeds.Point;
import nmos.live.cuda.DevicePass;
import nmos.live.cuda.model.FirstNumbers;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.Opened;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.LayerWeights;
import nmos.scenarios.shape.TensorType;

/// [LayerBench] on a GPU. A layer is what passes with twice as many of them take longer, by the device's clock: what a pass begins with is
/// no layer's, and what the device waits for launches is.
final class GpuLayerBench {
    private static final long LONGEST_NS = 400_000_000;
    private static final int POSITIONS = 64;

    private final GpuBench bench;
    private final Session session;
    private final long attentionBytesPerSec;

    private GpuLayerBench(GpuBench bench, long attentionBytesPerSec) {
        this.bench = bench;
        this.attentionBytesPerSec = attentionBytesPerSec;
        session = bench.session;
    }

    static LayerSpeeds measure(GpuBench bench, TensorType type, long attentionBytesPerSec) {
        var its = new GpuLayerBench(bench, attentionBytesPerSec);
        List<Point> points = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            its.time(MadeUpLayer.random(bench.session.effort.narrow(), type, 0, arena), points);
        }
        try (Arena arena = Arena.ofShared()) {
            its.time(LayerBench.wide(bench.session, type, 0, arena), points);
        }
        return LayerBench.fit(points);
    }

    private void time(MadeUpLayer layer, List<Point> points) {
        int most = session.effort.layerRows().getLast();
        var layout = new KvLayout(1, layer.config().kvHeads(), layer.config().headWidth(), TensorType.F16);
        var first = new FirstNumbers.FromHost((_, out, to) -> {
            for (int i = 0; i < layer.config().width(); i++) {
                out[to + i] = (i % 7 - 3) / 3f;
            }
        });
        var limits = new PassLimits(most, 1, most + POSITIONS, 2, false);
        LayerWeights weights = layer.copies().getFirst();
        try (Opened open = new Opened();
                var store = new KvStore(layout, POSITIONS, 1, _ -> bench.gpu.memory());
                var branch = store.branch();
                var pass = new DevicePass(
                        "layers: ", bench.gpu, layer.config(), layer.weights(), layout, limits, first, 0, DevicePass.Logits.BEST);
                var products = new GpuProducts(bench, Weights.matrices(weights), most)) {
            List<LayerWeights> there = bench.uncached(put(weights, open), layer.bytes(), () -> put(weights, open));
            session.warm("layers on the GPU, " + layer.name(), Long.MAX_VALUE / 1_000_000, () -> ns(pass, branch, there, 1, 2));
            for (int rows : session.effort.layerRows()) {
                products.rows(rows);
                Point point = time(layer, rows, pass, branch, there, products);
                points.add(point);
                if (point.time().medianNs() > LONGEST_NS) {
                    return;
                }
            }
        }
    }

    private LayerWeights put(LayerWeights weights, Opened open) {
        return weights.moved(matrix -> bench.put(matrix, open));
    }

    private Point time(
            MadeUpLayer layer, int rows, DevicePass pass, KvBranch branch, List<LayerWeights> there, GpuProducts products) {
        int some = session.often(() -> ns(pass, branch, there, rows, 1));
        int repeats = 2 * session.effort.repeats() + 1;
        long[] wholes = new long[repeats];
        long[] alone = new long[repeats];
        for (int repeat = 0; repeat < repeats; repeat++) {
            session.watch.goOn();
            long less = ns(pass, branch, there, rows, some);
            wholes[repeat] = Math.max(1, (ns(pass, branch, there, rows, 2 * some) - less) / some);
            alone[repeat] = bench.ns(() -> {
                for (int i = 0; i < some; i++) {
                    products.multiply();
                }
            }) / some;
        }
        double seen = AttentionSpeeds.Point.seenBytes(rows, 0, 4.0 * layer.config().kvWidth());
        session.told("layers", layer.name() + " with " + rows + " rows", Timing.of(wholes));
        return new Point(
                layer.name(), layer.elements(), rows, Timing.of(wholes), Timing.of(alone), Math.round(seen * 1e9 / attentionBytesPerSec));
    }

    /// Of a pass with so many layers.
    private static long ns(DevicePass pass, KvBranch branch, List<LayerWeights> there, int rows, int layers) {
        pass.begin(PassRows.chain(branch, new int[rows], 0, rows), false);
        for (int i = 0; i < layers; i++) {
            pass.layer(0, there.get(i % there.size()));
        }
        return pass.finish();
    }
}
