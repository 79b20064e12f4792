package nmos.live.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are GGUF but not a model: one line that names what is wrong and what was expected.
class TensorsTest {
    @TempDir
    Path folder;

    private static final SyntheticModel MODEL = SyntheticModel.random(
            new ModelPlan(Family.LLAMA2, "t", 2, 128, 4, 2, 32, 160, 512, false, Experts.NONE), TensorType.F32, 1);

    private void load(SyntheticModel model) {
        Path file = folder.resolve("m.gguf");
        model.write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        try (Gguf gguf = Gguf.open(file)) {
            ModelWeights.of(gguf, ModelConfig.of(gguf));
        }
    }

    private static SyntheticModel without(String tensor) {
        var tensors = new ArrayList<>(MODEL.tensors());
        tensors.removeIf(t -> t.name().equals(tensor));
        return new SyntheticModel(MODEL.metadata(), tensors);
    }

    private static SyntheticModel with(String key, GgufValue value) {
        var metadata = new LinkedHashMap<>(MODEL.metadata());
        metadata.put(key, value);
        return new SyntheticModel(metadata, MODEL.tensors());
    }

    @Test
    void aMissingTensorIsNamedWithTheShapeItShouldHave() {
        assertThatThrownBy(() -> load(without("blk.1.attn_k.weight")))
                .isInstanceOf(GgufException.class)
                .hasMessageEndingWith("m.gguf: tensor blk.1.attn_k.weight: missing, (64, 128) expected");
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBoth() {
        assertThatThrownBy(() -> load(with("llama.attention.head_count_kv", GgufValue.u32(4))))
                .isInstanceOf(GgufException.class)
                .hasMessageEndingWith("m.gguf: tensor blk.0.attn_k.weight: is (64, 128), (128, 128) expected");
    }

    @Test
    void anUnknownArchitectureIsNamedBesideTheKnownOnes() {
        assertThatThrownBy(() -> load(with("general.architecture", GgufValue.text("mamba"))))
                .hasMessageEndingWith("m.gguf: general.architecture: is 'mamba'; known are llama, qwen2, qwen3, qwen2moe, qwen3moe");
    }

    @Test
    void anUnknownScalingIsNamed() {
        assertThatThrownBy(() -> load(with("llama.rope.scaling.type", GgufValue.text("longrope"))))
                .hasMessageEndingWith("llama.rope.scaling.type: is 'longrope'; known are none, linear, yarn");
    }
}
