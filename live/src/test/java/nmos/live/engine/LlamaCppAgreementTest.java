package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.reference.NodeLlama;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Our own replies beside llama.cpp, position by position: given the same tokens, the same next token. Keys and values are F32
/// on both sides.
class LlamaCppAgreementTest {
    private static final int VOCABULARY = 512;

    @TempDir
    Path folder;

    static Stream<Arguments> architectures() {
        // as Mixtral: the llama architecture knows one feed-forward width
        Experts two = new Experts(8, 2, 160, 0);
        Experts four = new Experts(16, 4, 64, 0);
        Experts fourAndShared = new Experts(16, 4, 64, 96);
        return Stream.of(TensorType.F32, TensorType.F16)
                .flatMap(type -> Stream.of(
                        Arguments.of(plan(Family.LLAMA2, 8, 16, Experts.NONE, false), type),
                        Arguments.of(plan(Family.LLAMA3, 2, 16, Experts.NONE, true), type),
                        Arguments.of(plan(Family.QWEN2, 2, 16, Experts.NONE, true), type),
                        Arguments.of(plan(Family.QWEN3, 4, 32, Experts.NONE, false), type),
                        Arguments.of(plan(Family.LLAMA2, 4, 16, two, false), type),
                        Arguments.of(plan(Family.QWEN2, 4, 16, fourAndShared, false), type),
                        Arguments.of(plan(Family.QWEN3, 4, 16, four, false), type)));
    }

    private static ModelPlan plan(Family family, int kvHeads, int headWidth, Experts experts, boolean tied) {
        return new ModelPlan(family, "t", 3, 128, 8, kvHeads, headWidth, 160, VOCABULARY, tied, experts);
    }

    private Path write(ModelPlan plan, TensorType type) {
        Path file = folder.resolve(plan.architecture() + "-" + type + ".gguf");
        SyntheticModel.random(plan, type, 42).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        return file;
    }

    /// llama.cpp rounds rows to half precision where they meet experts of F16, and with them may choose another expert.
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("architectures")
    void continuesAPromptAsLlamaCppDoes(ModelPlan plan, TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();

        Agreement agreement = continuing(reference, write(plan, type), 1, 300, 301, 302, 17, 303);

        boolean rounds = type == TensorType.F16 && plan.experts().any();
        assertThat(agreement.differing()).as(agreement.toString()).isLessThanOrEqualTo(rounds ? 2 : 0);
        assertThat(agreement.nearTies()).as(agreement.toString()).isLessThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "stories260K.gguf, ''",
        "stories260K.gguf, Lily and Tom went to the beach",
        "stories260K.gguf, 'One day, a big dog'",
        "llama2xs-272K.gguf, ''",
        "llama2xs-272K.gguf, The little bird was sad because",
    })
    void tellsTrainedModelsStoriesAsLlamaCppDoes(String name, String prompt) {
        Path model = Data.model(name);
        NodeLlama reference = NodeLlama.orSkip();
        int[] ids;
        try (Gguf gguf = Gguf.open(model)) {
            ids = Tokenizer.of(gguf).encode(prompt, true, false);
        }

        Agreement agreement = continuing(reference, model, ids);

        assertThat(agreement.same()).as(agreement.toString()).isEqualTo(agreement.positions());
    }

    /// Our greedy continuation by 120 tokens, and what llama.cpp says after each of them. Past the end of a text, which a random
    /// model announces at any time.
    private static Agreement continuing(NodeLlama reference, Path model, int... prompt) {
        int length = prompt.length + 120;
        int[] ids = prompt;
        try (var engine = ResidentEngine.load(model, 2, TensorType.F32)) {
            while (ids.length < length) {
                Reply reply =
                        engine.generate(ids, length - ids.length, new Sampler(SamplingOptions.GREEDY, 0), _ -> {});
                int[] longer = Arrays.copyOf(ids, ids.length + reply.ids().length + (reply.ended() ? 1 : 0));
                System.arraycopy(reply.ids(), 0, longer, ids.length, reply.ids().length);
                if (reply.ended()) {
                    longer[longer.length - 1] = engine.tokenizer().vocabulary().eos();
                }
                ids = longer;
            }
            return Agreement.of(
                    reference.logits(model, ids),
                    Agreement.rows(engine.logitsAfterEach(ids), ids.length),
                    prompt.length - 1);
        }
    }
}
