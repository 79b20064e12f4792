package nmos.live.calibrate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.device.TierMemory;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Matrix;
import nmos.live.model.Architecture;
import nmos.live.model.FeedForward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.model.RopeScaling;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;

/// A model of one layer, in memory as often as it takes to be out of the cache when its turn comes again.
///
/// @param config of a model of one layer
/// @param copies of that layer
record MadeUpLayer(String name, ModelConfig config, ModelWeights weights, List<LayerWeights> copies) {
    private static final long SEED = 6;
    private static final int WORDS = 64;

    static MadeUpLayer random(int leastWidth, TensorType type, long cacheBytes, Arena arena) {
        int headWidth = 64;
        int blocks = Math.max(headWidth, type.blockElements);
        int width = Math.ceilDiv(leastWidth, blocks) * blocks;
        int ffnWidth = 3 * width;
        int heads = width / headWidth;
        int kvHeads = Math.max(1, heads / 4);
        var config = new ModelConfig(
                Architecture.LLAMA, 1, width, heads, kvHeads, headWidth, WORDS, 1 << 16, 1e-5f, headWidth, 10_000,
                new RopeScaling.None(), 0, 0);
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        int kvWidth = config.kvWidth();
        var layer = new LayerWeights(
                ones, matrix(type, width, width, arena), matrix(type, kvWidth, width, arena), matrix(type, kvWidth, width, arena),
                null, null, null, null, null, matrix(type, width, width, arena), ones,
                new FeedForward.Dense(
                        matrix(type, ffnWidth, width, arena), matrix(type, ffnWidth, width, arena), matrix(type, width, ffnWidth, arena)));
        Matrix none = new Matrix(TensorType.F32, 0, width, MemorySegment.NULL);
        var weights = new ModelWeights(none, new LayerWeights[] {layer}, ones, none, null);
        return new MadeUpLayer("width " + width, config, weights, copies(layer, cacheBytes, arena));
    }

    /// The first layer of a model.
    static MadeUpLayer of(Gguf gguf, long cacheBytes, Arena arena) {
        ModelConfig all = ModelConfig.of(gguf);
        ModelWeights weights = ModelWeights.of(gguf, all);
        var one = new ModelConfig(
                all.architecture(), 1, all.width(), all.heads(), all.kvHeads(), all.headWidth(), all.vocabulary(),
                all.contextPositions(), all.normEpsilon(), all.ropeDims(), all.ropeBase(), all.ropeScaling(), all.experts(),
                all.expertsUsed());
        LayerWeights layer = copy(weights.layers()[0], arena);
        // rows come from elsewhere, and nobody asks for logits: the file may be closed
        Matrix none = new Matrix(TensorType.F32, 0, all.width(), MemorySegment.NULL);
        var alone = new ModelWeights(none, new LayerWeights[] {layer}, weights.outputNorm(), none, weights.ropeFactors());
        return new MadeUpLayer("the oracle's", one, alone, copies(layer, cacheBytes, arena));
    }

    private static List<LayerWeights> copies(LayerWeights layer, long cacheBytes, Arena arena) {
        int count = Math.clamp(Math.ceilDiv(2 * cacheBytes, bytes(layer)), 2, 1 << 10);
        var copies = new LayerWeights[count];
        copies[0] = layer;
        for (int i = 1; i < count; i++) {
            copies[i] = copy(layer, arena);
        }
        return List.of(copies);
    }

    private static LayerWeights copy(LayerWeights layer, Arena arena) {
        return layer.moved(matrix -> new Matrix(
                matrix.type(), matrix.rows(), matrix.cols(),
                arena.allocate(matrix.rowBytes() * matrix.rows(), TierMemory.ALIGNMENT)
                        .copyFrom(matrix.data().asSlice(0, matrix.rowBytes() * matrix.rows()))));
    }

    private static Matrix matrix(TensorType type, int rows, int cols, Arena arena) {
        var data = arena.allocate(type.bytes(cols) * rows, TierMemory.ALIGNMENT);
        RandomBlocks.fill(type, data, 1 / Math.sqrt(cols), new SplittableRandom(SEED + rows));
        return new Matrix(type, rows, cols, data);
    }

    static long bytes(LayerWeights layer) {
        long[] bytes = new long[1];
        layer.moved(matrix -> {
            bytes[0] += matrix.rowBytes() * matrix.rows();
            return matrix;
        });
        return bytes[0];
    }

    long bytes() {
        return bytes(copies.getFirst());
    }

    /// Numbers of a row that are touched beside products: normed twice, turned or put away, and gated.
    int elements() {
        int inner = copies.getFirst().feedForward().inner();
        return 2 * config.width() + config.queryWidth() + 2 * config.kvWidth() + 2 * inner;
    }
}
