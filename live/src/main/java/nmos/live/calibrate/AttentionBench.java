package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.calibrate.AttentionSpeeds.Point;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Workers;
import nmos.live.kv.Attention;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.ModelConfig;
import nmos.scenarios.shape.TensorType;

/// Times attention to earlier tokens, layer after layer, so that their keys and values come from memory.
final class AttentionBench {
    private static final int POSITIONS = 64;
    private static final int SEVERAL = 8;
    private static final int LAYERS = 6;
    private static final long SEED = 8;
    /// Where contexts were too short to tell.
    private static final long MOST_RATE = 1_000_000_000_000L;

    /// Heads as in models of 7B and 8B.
    record Heads(int heads, int kvHeads, int width) {
        static final Heads USUAL = new Heads(32, 8, 128);

        static Heads of(CalibrateOptions options) {
            if (options.oracle() == null) {
                return USUAL;
            }
            try (Gguf gguf = Gguf.open(options.oracle())) {
                ModelConfig config = ModelConfig.of(gguf);
                return new Heads(config.heads(), config.kvHeads(), config.headWidth());
            }
        }
    }

    private AttentionBench() {}

    static AttentionSpeeds measure(Session session, Workers workers) {
        Heads heads = Heads.of(session.options);
        var layout = new KvLayout(LAYERS, heads.kvHeads(), heads.width(), TensorType.F16);
        int longest = session.effort.contexts().getLast();
        List<Point> points = new ArrayList<>();
        try (Arena arena = Arena.ofShared();
                var store = new KvStore(layout, POSITIONS, longest / POSITIONS + 2);
                KvBranch branch = store.branch()) {
            KvPage fresh = new KvPage(layout, SEVERAL, arena.allocate(layout.bytesPerPosition() * SEVERAL, 64));
            fill(fresh, layout);
            Attention attention = new Attention(workers, heads.heads(), layout);
            float[] q = numbers(SEVERAL * heads.heads() * heads.width());
            float[] out = new float[q.length];
            for (int tokens : session.effort.contexts()) {
                while (branch.length() < tokens) {
                    branch.append(fresh, 0, Math.min(SEVERAL, tokens - branch.length()));
                }
                for (int rows : new int[] {1, SEVERAL}) {
                    attention.begin(PassRows.chain(branch, new int[rows], 0, rows), fresh, false);
                    int[] layer = new int[1];
                    Runnable attend = () -> {
                        layer[0] = (layer[0] + 1) % LAYERS;
                        attention.attend(layer[0], q, out);
                    };
                    if (tokens == session.effort.contexts().getFirst()) {
                        session.warm("attention of " + rows + " rows", layout.layerBytes(tokens), attend);
                    }
                    points.add(new Point(rows, tokens, layout.layerBytes(tokens), time(session, attend)));
                }
            }
        }
        return fit(points);
    }

    private static Timing time(Session session, Runnable attend) {
        int often = session.often(attend);
        long[] ns = new long[session.effort.repeats()];
        for (int repeat = 0; repeat < ns.length; repeat++) {
            session.watch.goOn();
            ns[repeat] = Session.ns(() -> {
                for (int i = 0; i < often; i++) {
                    attend.run();
                }
            }) / often;
        }
        return Timing.of(ns);
    }

    /// The part that does not grow with the context is the layer's, which was timed without one.
    static AttentionSpeeds fit(List<Point> points) {
        LeastSquares all = rate(points);
        LeastSquares lone = rate(points.stream().filter(p -> p.rows() == 1).toList());
        LeastSquares several = rate(points.stream().filter(p -> p.rows() > 1).toList());
        return new AttentionSpeeds(
                points, perSec(all), perSec(lone), perSec(several), all.typical(), all.worst());
    }

    private static LeastSquares rate(List<Point> points) {
        double[] ns = points.stream().mapToDouble(p -> p.time().medianNs()).toArray();
        double[][] parts = points.stream()
                .map(p -> points.size() <= 2 ? new double[] {p.seenBytes()} : new double[] {p.seenBytes(), 1})
                .toArray(double[][]::new);
        return LeastSquares.of(ns, parts);
    }

    private static long perSec(LeastSquares fit) {
        return fit.parts()[0] <= 1e-6 ? MOST_RATE : Math.round(1e9 / fit.parts()[0]);
    }

    private static void fill(KvPage page, KvLayout layout) {
        float[] numbers = numbers(layout.width());
        for (int layer = 0; layer < layout.layers(); layer++) {
            for (int place = 0; place < page.positions(); place++) {
                page.put(layer, place, numbers, 0, numbers, 0);
            }
        }
    }

    private static float[] numbers(int count) {
        var random = new SplittableRandom(SEED);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
