package nmos.live.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufTensor;
import nmos.live.model.FeedForward;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.TensorType;

/// What a scenario knows of a model, from its file.
public final class ShapeOf {
    private ShapeOf() {}

    public static ModelShape file(Gguf gguf, ModelConfig config, ModelWeights weights, ShardFile shards) {
        var architecture = new Architecture(
                config.layers(),
                config.width(),
                config.heads(),
                config.kvHeads(),
                config.headWidth(),
                inner(config, weights),
                config.vocabulary(),
                gguf.find("output.weight") == null,
                weights.layers()[0].qBias() != null,
                gguf.dataOffset());
        return ModelShape.of(name(gguf), architecture, mix(gguf)).cut(cut(gguf, config, shards));
    }

    /// Of a mixture nobody knows which experts' matrices a row takes.
    private static ModelShape.Cut cut(Gguf gguf, ModelConfig config, ShardFile shards) {
        ModelShape.Cut sizes = shards.cut();
        if (config.experts() > 0) {
            return sizes;
        }
        List<Map<TensorType, Long>> matrices = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            Map<TensorType, Long> ofLayer = new EnumMap<>(TensorType.class);
            for (GgufTensor tensor : gguf.tensors()) {
                if (tensor.name().startsWith("blk." + layer + ".") && tensor.rows() > 1) {
                    ofLayer.merge(tensor.type(), tensor.bytes(), Long::sum);
                }
            }
            matrices.add(ofLayer);
        }
        GgufTensor head = gguf.find("output.weight");
        GgufTensor tied = gguf.find("token_embd.weight");
        return new ModelShape.Cut(
                sizes.layerBytes(),
                sizes.headBytes(),
                matrices,
                Optional.ofNullable(head == null ? tied : head).map(GgufTensor::type));
    }

    private static String name(Gguf gguf) {
        String file = String.valueOf(gguf.path().getFileName());
        return file.endsWith(".gguf") ? file.substring(0, file.length() - ".gguf".length()) : file;
    }

    /// The widest inner row of all layers; in a mixture those of the experts a row chooses and of the shared one, side by side.
    private static int inner(ModelConfig config, ModelWeights weights) {
        int inner = 1;
        for (LayerWeights layer : weights.layers()) {
            inner = Math.max(inner, switch (layer.feedForward()) {
                case FeedForward.Dense dense -> dense.inner();
                case FeedForward.Mixture mixture -> {
                    FeedForward.Shared shared = mixture.shared();
                    yield config.expertsUsed() * mixture.experts()[0].inner()
                            + (shared == null ? 0 : shared.expert().inner());
                }
            });
        }
        return inner;
    }

    /// The mix whose plain type most of the file's bytes have.
    private static Mix mix(Gguf gguf) {
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        for (GgufTensor tensor : gguf.tensors()) {
            bytes.merge(tensor.type(), tensor.bytes(), Long::sum);
        }
        TensorType most = bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(TensorType.F32);
        return Arrays.stream(Mix.values()).filter(mix -> mix.base == most).findFirst().orElse(Mix.Q8_0);
    }
}
