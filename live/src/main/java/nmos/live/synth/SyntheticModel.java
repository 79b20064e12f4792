package nmos.live.synth;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.scenarios.shape.TensorType;

/// A model ready to be written: what it says about itself, and tensors that produce their data when asked.
public record SyntheticModel(SequencedMap<String, GgufValue> metadata, List<GgufWriter.Tensor> tensors) {
    public SyntheticModel {
        tensors = List.copyOf(tensors);
    }

    /// Random weights, matrices of one type.
    public static SyntheticModel random(ModelPlan plan, TensorType matrices, long seed) {
        return random(plan, plan.tensors(matrices), seed);
    }

    static SyntheticModel random(ModelPlan plan, List<TensorPlan> tensors, long seed) {
        var weights = new RandomWeights(seed);
        return new SyntheticModel(
                plan.metadata(), tensors.stream().map(weights::tensor).toList());
    }

    public long fileBytes() {
        return GgufWriter.fileBytes(metadata, tensors);
    }

    public long tensorBytes() {
        return tensors.stream().mapToLong(GgufWriter.Tensor::bytes).sum();
    }

    /// `progress` is told the bytes of tensors written so far.
    public void write(Path file, GgufWriter.IfPresent ifPresent, LongConsumer progress) {
        GgufWriter.write(file, metadata, tensors, ifPresent, progress);
    }
}
