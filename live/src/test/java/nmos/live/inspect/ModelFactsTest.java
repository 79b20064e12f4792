package nmos.live.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.ShapedModel;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFactsTest {
    private static final long GB = 1_000_000_000;

    @TempDir
    Path dir;

    /// Two ways to the same numbers: from the shape alone, and from the file made in that shape.
    @Test
    void agreesWithTheShapeAFileWasMadeIn() {
        ModelShape shape = Shapes.find("qwen2.5-0.5b-q3_k_m").orElseThrow();
        SyntheticModel model = ShapedModel.random(shape, shape.architecture().layers(), 1);
        ModelFacts facts = facts(model);
        assertThat(facts.tensorBytes()).isEqualTo(shape.tensorBytes());
        assertThat(facts.parameters()).isEqualTo(shape.parameters());
        assertThat(facts.passBytes()).isEqualTo(shape.passBytes());
        assertThat(facts.kvBytesPerToken()).isEqualTo(shape.kvBytesPerToken());
        assertThat(facts.fileBytes()).isEqualTo(model.fileBytes());
        List<ShardShape> shards = shape.shards(Long.MAX_VALUE / 2);
        for (int layer = 0; layer < facts.layers().size(); layer++) {
            assertThat(facts.layers().get(layer).bytes()).isEqualTo(shards.get(layer).bytes());
        }
        assertThat(facts.headPartBytes().stream().mapToLong(Long::longValue).sum()).isEqualTo(facts.headBytes());
    }

    @Test
    void aRowOfAMixtureReadsTheExpertsItChooses() {
        var plan = new ModelPlan(
                Family.QWEN2, "mixture", 2, 64, 4, 2, 16, 128, 400, false, new Experts(8, 2, 32, 64));
        ModelFacts facts = facts(SyntheticModel.random(plan, TensorType.F16, 1));
        long expertBytes = 2L * 8 * 3 * 64 * 32 * 2;
        assertThat(facts.experts()).isEqualTo(8);
        assertThat(facts.passBytes() - facts.oneRowPassBytes()).isEqualTo(expertBytes * 6 / 8);
    }

    @Test
    void saysWhatFitsWhere() {
        var plan = new ModelPlan(
                Family.LLAMA2, "small", 4, 256, 4, 4, 64, 512, 400, false, Experts.NONE);
        ModelFacts facts = facts(SyntheticModel.random(plan, TensorType.F32, 1));
        long pass = facts.passBytes();
        long kv = 100 * facts.kvBytesPerToken();
        assertThat(fit(facts, pass + kv, 0).verdict()).isEqualTo(Fit.Verdict.VRAM);
        assertThat(fit(facts, pass + kv - 1, 1).verdict()).isEqualTo(Fit.Verdict.MEMORY);
        Fit streamed = fit(facts, pass / 2, pass / 4);
        assertThat(streamed.verdict()).isEqualTo(Fit.Verdict.STREAMED);
        assertThat(streamed.residentBytes() + kv + 2 * facts.largestLayerBytes()).isEqualTo(pass / 2 + pass / 4);
        assertThat(streamed.residentBytes() + streamed.streamedBytesPerPass()).isEqualTo(pass);
        assertThat(streamed.leastPassNs()).isEqualTo(streamed.streamedBytesPerPass());
        assertThat(fit(facts, facts.largestLayerBytes(), 0).verdict()).isEqualTo(Fit.Verdict.REFUSED);
    }

    @Test
    void aVocabularyAloneIsNoModel() {
        Path file = dir.resolve("vocabulary.gguf");
        var values = new LinkedHashMap<String, GgufValue>();
        values.put("general.architecture", GgufValue.text("llama"));
        values.put("llama.block_count", GgufValue.u32(2));
        values.put("llama.embedding_length", GgufValue.u32(64));
        values.put("llama.attention.head_count", GgufValue.u32(4));
        GgufWriter.write(file, values, List.of(), IfPresent.REFUSE, _ -> {});
        try (Gguf gguf = Gguf.open(file)) {
            assertThatThrownBy(() -> ModelFacts.of(gguf))
                    .isInstanceOf(GgufException.class)
                    .hasMessage(file + ": holds no model: 0 tensors, 4 heads");
        }
    }

    private static Fit fit(ModelFacts facts, long vramBytes, long ramBytes) {
        return Fit.of(facts, new Memory("machine", vramBytes, ramBytes, GB), 100);
    }

    private ModelFacts facts(SyntheticModel model) {
        Path file = dir.resolve("model.gguf");
        model.write(file, IfPresent.REPLACE, _ -> {});
        try (Gguf gguf = Gguf.open(file)) {
            return ModelFacts.of(gguf);
        }
    }
}
