package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.live.reference.NodeLlama;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stretched rotary embedding beside llama.cpp: logits of the same text, all of it F32, to [#POSITIONS] positions. The trained
/// contexts are short, so that fast turns, slow ones and those between all differ within so few.
class RopeAgreementTest {
    private static final int VOCABULARY = 512;
    private static final int POSITIONS = 250;
    private static final int HEAD_WIDTH = 64;
    private static final int TRAINED_CONTEXT = 1_024;
    /// Of the deviation of the logits, as a root mean square.
    private static final double ERROR = 1e-4;
    /// What a scaling that was overlooked would leave at the least.
    private static final double VISIBLE = 0.02;

    @TempDir
    Path folder;

    enum Stretch {
        LINEAR(true),
        /// The key that files had before there were kinds of scaling.
        LINEAR_BY_ITS_OLD_KEY(true),
        /// Scaling is linear where its kind is not said.
        FACTOR_ALONE(true),
        /// No scaling, whatever the factor.
        NONE_WITH_FACTOR(false),
        YARN(true),
        YARN_OF_THE_WHOLE_CONTEXT(true),
        YARN_WITH_ATTENTION_FACTOR(true),
        LLAMA3(true),
        LLAMA3_AND_LINEAR(true);

        final boolean changesLogits;

        Stretch(boolean changesLogits) {
            this.changesLogits = changesLogits;
        }
    }

    @ParameterizedTest
    @EnumSource(Stretch.class)
    void turnsHeadsAsLlamaCppDoes(Stretch stretch) {
        NodeLlama reference = NodeLlama.orSkip();
        Path plain = folder.resolve("plain.gguf");
        Path stretched = folder.resolve("stretched.gguf");
        var plan = new ModelPlan(Family.LLAMA2, "t", 2, 128, 4, 2, HEAD_WIDTH, 160, VOCABULARY, false, Experts.NONE);
        SyntheticModel model = SyntheticModel.random(plan, TensorType.F32, 8);
        model.write(plain, GgufWriter.IfPresent.REPLACE, _ -> {});
        stretched(model, stretch).write(stretched, GgufWriter.IfPresent.REPLACE, _ -> {});
        int[] tokens = new Random(4).ints(POSITIONS, 3, VOCABULARY).toArray();

        float[][] expected = reference.logits(stretched, tokens);

        assertThat(Agreement.of(expected, logits(stretched, tokens), 0).error()).isLessThan(ERROR);
        double overlooked = Agreement.of(expected, logits(plain, tokens), 0).error();
        if (stretch.changesLogits) {
            assertThat(overlooked).isGreaterThan(VISIBLE);
        } else {
            assertThat(overlooked).isLessThan(ERROR);
        }
    }

    private static float[][] logits(Path model, int... tokens) {
        try (var engine = ResidentEngine.load(model, 2, TensorType.F32)) {
            return Agreement.rows(engine.logitsAfterEach(tokens), tokens.length);
        }
    }

    private static SyntheticModel stretched(SyntheticModel model, Stretch stretch) {
        var metadata = new LinkedHashMap<>(model.metadata());
        var tensors = new ArrayList<>(model.tensors());
        switch (stretch) {
            case LINEAR -> {
                metadata.put("llama.rope.scaling.type", GgufValue.text("linear"));
                metadata.put("llama.rope.scaling.factor", GgufValue.f32(4));
            }
            case LINEAR_BY_ITS_OLD_KEY -> metadata.put("llama.rope.scale_linear", GgufValue.f32(4));
            case FACTOR_ALONE -> metadata.put("llama.rope.scaling.factor", GgufValue.f32(4));
            case NONE_WITH_FACTOR -> {
                metadata.put("llama.rope.scaling.type", GgufValue.text("none"));
                metadata.put("llama.rope.scaling.factor", GgufValue.f32(4));
                metadata.put("llama.rope.scale_linear", GgufValue.f32(4));
            }
            case YARN -> {
                addYarn(metadata);
                metadata.put("llama.rope.scaling.original_context_length", GgufValue.u32(TRAINED_CONTEXT));
            }
            case YARN_OF_THE_WHOLE_CONTEXT -> addYarn(metadata);
            case YARN_WITH_ATTENTION_FACTOR -> {
                addYarn(metadata);
                metadata.put("llama.rope.scaling.original_context_length", GgufValue.u32(TRAINED_CONTEXT));
                metadata.put("llama.rope.scaling.attn_factor", GgufValue.f32(0.75f));
            }
            case LLAMA3 -> tensors.add(llama3Factors());
            case LLAMA3_AND_LINEAR -> {
                tensors.add(llama3Factors());
                metadata.put("llama.rope.scaling.type", GgufValue.text("linear"));
                metadata.put("llama.rope.scaling.factor", GgufValue.f32(2));
            }
        }
        return new SyntheticModel(metadata, tensors);
    }

    private static void addYarn(Map<String, GgufValue> metadata) {
        metadata.put("llama.rope.scaling.type", GgufValue.text("yarn"));
        metadata.put("llama.rope.scaling.factor", GgufValue.f32(4));
    }

    /// Llama 3.1's way, with its numbers but for the context: turns of under a quarter of the trained context stay, those past
    /// it take eight times as long, and a ramp lies between.
    private static GgufWriter.Tensor llama3Factors() {
        ByteBuffer factors = ByteBuffer.allocate(HEAD_WIDTH / 2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int pair = 0; pair < HEAD_WIDTH / 2; pair++) {
            double wave = 2 * Math.PI * Math.pow(10_000, 2.0 * pair / HEAD_WIDTH);
            double smooth = Math.clamp((TRAINED_CONTEXT / wave - 1) / (4 - 1), 0, 1);
            factors.putFloat((float) (1 / ((1 - smooth) / 8 + smooth)));
        }
        return new GgufWriter.Tensor(
                "rope_freqs.weight",
                TensorType.F32,
                new long[] {HEAD_WIDTH / 2},
                sink -> sink.write(factors.duplicate().flip()));
    }
}
