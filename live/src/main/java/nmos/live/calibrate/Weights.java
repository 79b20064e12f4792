package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import nmos.live.device.TierMemory;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Matrix;
import nmos.live.model.FeedForward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;

/// The matrices that products are timed with, by type: those of one layer, so often that the last-level cache does not hold them
/// all. So none is still there from its turn before, as no layer of a streamed model is; where a product is timed with weights that
/// were just copied, as [Products#freshNs] does, that copy may have left them there.
final class Weights {
    private static final long SEED = 3;
    /// For each thread: fewer are not shared out well.
    private static final int LEAST_OUTPUTS = 64;

    private Weights() {}

    /// A matrix that is to be had.
    private record Wanted(int outputs, int cols) {}

    /// By type, copies of the matrices of a layer.
    static Map<TensorType, List<List<Matrix>>> of(CalibrateOptions options, long cacheBytes, Arena arena) {
        Map<TensorType, List<Wanted>> wanted = new EnumMap<>(TensorType.class);
        if (options.oracle() != null) {
            try (Gguf gguf = Gguf.open(options.oracle())) {
                ModelWeights weights = ModelWeights.of(gguf, ModelConfig.of(gguf));
                for (LayerWeights layer : weights.layers()) {
                    addLayer(wanted, layer);
                }
                addHead(wanted, weights);
            }
        }
        List<TensorType> types = !options.types().isEmpty()
                ? options.types()
                : wanted.isEmpty() ? CalibrateOptions.USUAL : List.copyOf(wanted.keySet());
        Map<TensorType, List<List<Matrix>>> made = new EnumMap<>(TensorType.class);
        for (TensorType type : types) {
            List<Wanted> shapes = within(
                    wanted.getOrDefault(type, usual()), options.effort().unitElements(), LEAST_OUTPUTS * options.threads());
            made.put(type, copies(type, shapes, cacheBytes, arena));
        }
        return made;
    }

    /// Of the first layer with this type.
    private static void addLayer(Map<TensorType, List<Wanted>> wanted, LayerWeights layer) {
        Map<TensorType, List<Wanted>> here = new EnumMap<>(TensorType.class);
        for (Matrix matrix : matrices(layer)) {
            here.computeIfAbsent(matrix.type(), _ -> new ArrayList<>()).add(shape(matrix));
        }
        here.forEach(wanted::putIfAbsent);
    }

    /// In place of layers' matrices of its type where it is larger than all of them: small ones say little about a large one.
    private static void addHead(Map<TensorType, List<Wanted>> wanted, ModelWeights weights) {
        Matrix head = weights.head();
        long inLayers = 0;
        for (LayerWeights layer : weights.layers()) {
            for (Matrix matrix : matrices(layer)) {
                inLayers += matrix.type() == head.type() ? (long) matrix.rows() * matrix.cols() : 0;
            }
        }
        if ((long) head.rows() * head.cols() > inLayers) {
            wanted.put(head.type(), List.of(shape(head)));
        }
    }

    /// What a row meets in a layer; of the experts of a mixture one stands for all.
    static List<Matrix> matrices(LayerWeights layer) {
        List<Matrix> matrices = new ArrayList<>(List.of(layer.q(), layer.k(), layer.v(), layer.output()));
        FeedForward.Dense dense = switch (layer.feedForward()) {
            case FeedForward.Dense all -> all;
            case FeedForward.Mixture mixture -> {
                matrices.add(mixture.router());
                yield mixture.experts()[0];
            }
        };
        matrices.addAll(List.of(dense.gate(), dense.up(), dense.down()));
        return matrices;
    }

    private static Wanted shape(Matrix matrix) {
        return new Wanted(matrix.rows(), matrix.cols());
    }

    /// Those of a layer of a 7B model: attention's, then the feed-forward half's.
    private static List<Wanted> usual() {
        return List.of(new Wanted(4096, 4096), new Wanted(11008, 4096), new Wanted(4096, 11008));
    }

    /// With fewer outputs where there are more weights than that: time goes by outputs.
    private static List<Wanted> within(List<Wanted> shapes, long mostElements, int leastOutputs) {
        long elements = shapes.stream().mapToLong(s -> (long) s.outputs() * s.cols()).sum();
        if (elements <= mostElements) {
            return shapes;
        }
        return shapes.stream()
                .map(s -> new Wanted(
                        (int) Math.min(s.outputs(), Math.max(leastOutputs, (s.outputs() * mostElements / elements) & -LEAST_OUTPUTS)),
                        s.cols()))
                .toList();
    }

    private static List<List<Matrix>> copies(TensorType type, List<Wanted> shapes, long cacheBytes, Arena arena) {
        long bytes = shapes.stream().mapToLong(s -> type.bytes(s.cols()) * s.outputs()).sum();
        int count = Math.clamp(Math.ceilDiv(2 * cacheBytes, bytes), 2, 1 << 12);
        List<List<Matrix>> copies = new ArrayList<>();
        for (int copy = 0; copy < count; copy++) {
            List<Matrix> first = copy == 0 ? List.of() : copies.getFirst();
            List<Matrix> matrices = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                Wanted shape = shapes.get(i);
                MemorySegment data = arena.allocate(type.bytes(shape.cols()) * shape.outputs(), TierMemory.ALIGNMENT);
                if (copy == 0) {
                    RandomBlocks.fill(type, data, 1 / Math.sqrt(shape.cols()), new SplittableRandom(SEED + i));
                } else {
                    data.copyFrom(first.get(i).data());
                }
                matrices.add(new Matrix(type, shape.outputs(), shape.cols(), data));
            }
            copies.add(List.copyOf(matrices));
        }
        return copies;
    }
}
