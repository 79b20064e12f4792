package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.calibrate.LayerSpeeds.Point;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.scenarios.shape.TensorType;

/// Times whole layers beside their products alone, in turns on the same weights: what is left is what a layer costs beside them.
///
/// It is a small part of a wide layer's time and drowns in the noise of the products' there, so a narrow layer is timed too,
/// where it is a large one.
final class LayerBench {
    /// A layer that takes longer is left out at that many rows, and all after.
    private static final long LONGEST_NS = 400_000_000;

    /// Where rows were too quick to tell.
    static final long MOST_RATE = 1_000_000_000_000_000L;

    private final Session session;
    private final Workers workers;
    private final long cacheBytes;
    private final long attentionBytesPerSec;

    LayerBench(Session session, Workers workers, long cacheBytes, long attentionBytesPerSec) {
        this.attentionBytesPerSec = attentionBytesPerSec;
        this.session = session;
        this.workers = workers;
        this.cacheBytes = cacheBytes;
    }

    LayerSpeeds measure(TensorType type, double from, double to) {
        List<Point> points = new ArrayList<>();
        session.watch.at("narrow layers", from);
        try (Arena arena = Arena.ofShared()) {
            time(MadeUpLayer.random(session.effort.narrow(), type, cacheBytes, arena), points);
        }
        session.watch.at("wide layers", from + (to - from) / 3);
        try (Arena arena = Arena.ofShared()) {
            time(wide(session, type, cacheBytes, arena), points);
        }
        return fit(points);
    }

    /// The oracle's, unless it has experts, whose rows go different ways.
    static MadeUpLayer wide(Session session, TensorType type, long cacheBytes, Arena arena) {
        Path oracle = session.options.oracle();
        if (oracle != null) {
            try (Gguf gguf = Gguf.open(oracle)) {
                if (ModelConfig.of(gguf).experts() == 0) {
                    return MadeUpLayer.of(gguf, cacheBytes, arena);
                }
            }
        }
        return MadeUpLayer.random(session.effort.wide(), type, cacheBytes, arena);
    }

    /// `time = products + attention + fixed + rows * elements / rate`, errors weighed by the time of the whole layer, which is what they are
    /// errors of.
    static LayerSpeeds fit(List<Point> points) {
        double[] besides = points.stream().mapToDouble(Point::besideNs).toArray();
        double[] whole = points.stream().mapToDouble(p -> p.time().medianNs()).toArray();
        double[][] parts = points.stream()
                .map(p -> new double[] {1, (double) p.rows() * p.elements()})
                .toArray(double[][]::new);
        LeastSquares fit = LeastSquares.of(besides, parts, whole);
        double perElement = fit.parts()[1];
        long rate = perElement > 1e-6 ? Math.round(1e9 / perElement) : MOST_RATE;
        return new LayerSpeeds(points, Math.round(fit.parts()[0]), rate, fit.typical(), fit.worst());
    }

    private void time(MadeUpLayer layer, List<Point> points) {
        int most = session.effort.layerRows().getLast();
        var layout = new KvLayout(1, layer.config().kvHeads(), layer.config().headWidth(), TensorType.F16);
        try (var store = new KvStore(layout, 64, 1);
                var branch = store.branch();
                var pass = new ForwardPass(layer.config(), layer.weights(), layout, most, workers, (_, out, to) -> {
                    for (int i = 0; i < layer.config().width(); i++) {
                        out[to + i] = (i % 7 - 3) / 3f;
                    }
                })) {
            Products products = new Products(
                    layer.copies().stream().map(Weights::matrices).toList(), workers, most);
            int[] tokens = new int[most];
            int[] next = new int[1];
            Runnable whole = () -> {
                next[0] = (next[0] + 1) % layer.copies().size();
                pass.layer(0, layer.copies().get(next[0]));
            };
            pass.begin(PassRows.chain(branch, tokens, 0, 1), false);
            session.warm("layers, " + layer.name(), layer.bytes(), whole);
            for (int rows : session.effort.layerRows()) {
                pass.begin(PassRows.chain(branch, tokens, 0, rows), false);
                products.rows(rows);
                if (rows == session.effort.layerRows().get(session.effort.layerRows().size() / 2)) {
                    session.warm("layers, " + layer.name() + ", " + rows + " rows", layer.bytes(), whole);
                }
                Point point = time(layer, rows, whole, products, () -> pass.begin(PassRows.chain(branch, tokens, 0, rows), false));
                points.add(point);
                if (point.time().medianNs() > LONGEST_NS) {
                    return;
                }
            }
        }
    }

    private Point time(MadeUpLayer layer, int rows, Runnable whole, Products products, Runnable fresh) {
        int often = session.often(whole);
        int repeats = 2 * session.effort.repeats() + 1;
        long[] wholes = new long[repeats];
        long[] alone = new long[repeats];
        for (int repeat = 0; repeat < repeats; repeat++) {
            session.watch.goOn();
            // numbers stay finite: a layer adds to its rows
            fresh.run();
            wholes[repeat] = Session.ns(() -> {
                for (int i = 0; i < often; i++) {
                    whole.run();
                }
            }) / often;
            alone[repeat] = Session.ns(() -> {
                for (int i = 0; i < often; i++) {
                    products.multiply();
                }
            }) / often;
        }
        double seen = AttentionSpeeds.Point.seenBytes(rows, 0, 4.0 * layer.config().kvWidth());
        session.told("layers", layer.name() + " with " + rows + " rows", Timing.of(wholes));
        return new Point(layer.name(), layer.elements(), rows, Timing.of(wholes), Timing.of(alone), Math.round(seen * 1e9 / attentionBytesPerSec));
    }
}
