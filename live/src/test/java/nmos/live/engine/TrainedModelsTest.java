package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedModelsTest {
    private static Reply greedy(ResidentEngine engine, String prompt, int most) {
        return engine.generate(prompt, most, new Sampler(SamplingOptions.GREEDY, 0), _ -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "F32"})
    void stories260KTellsTheStoryThatLlamaCppTells(TensorType kv) {
        try (var engine = ResidentEngine.load(Data.model("stories260K.gguf"), 2, kv)) {
            Reply reply = greedy(engine, "", 200);

            assertThat(reply.text().strip())
                    .startsWith("Once upon a time, there was a little girl named Lily. She loved to play outside in the park."
                            + " One day, she saw a big, red ball.");
            assertThat(reply.ids().length + (reply.ended() ? 1 : 0)).isLessThanOrEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stories260K.gguf", "llama2xs-272K.gguf"})
    void aPromptReadAtOnceAndTokenByTokenLeavesTheSameLogits(String model) {
        try (var engine = ResidentEngine.load(Data.model(model), 2)) {
            int[] tokens = engine.tokenizer().encode("Once upon a time there was a cat who liked fish.", true, false);
            int vocabulary = engine.config().vocabulary();
            float[] all = engine.logitsAfterEach(tokens);

            for (int count = 1; count <= tokens.length; count += 3) {
                int[] some = Arrays.copyOf(tokens, count);
                float[] fewer = engine.logitsAfterEach(some);
                assertThat(fewer).isEqualTo(Arrays.copyOf(all, count * vocabulary));
            }
        }
    }

    @Test
    void theSameSeedDrawsTheSameStory() {
        var options = new SamplingOptions(0.9f, 40, 0.95f, 0.05f, 1.1f, 64);
        try (var engine = ResidentEngine.load(Data.model("stories260K.gguf"), 2)) {
            Reply one = engine.generate("Once", 60, new Sampler(options, 5), _ -> {});
            Reply again = engine.generate("Once", 60, new Sampler(options, 5), _ -> {});
            Reply other = engine.generate("Once", 60, new Sampler(options, 6), _ -> {});

            assertThat(again.ids()).isEqualTo(one.ids());
            assertThat(other.ids()).isNotEqualTo(one.ids());
        }
    }
}
