package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.reference.NodeLlama;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Beside llama.cpp, position by position: given the same tokens, the same next token, where llama.cpp itself is not of two
/// minds. Keys and values are F32 on both sides.
///
/// Texts of random tokens have 200 positions in a build, to be quick; `-Dnmos.agreement.positions=1000` makes them longer. One
/// position of a hundred may differ.
class LlamaCppAgreementTest {
    private static final int VOCABULARY = 512;
    private static final int POSITIONS = Integer.getInteger("nmos.agreement.positions", 200);
    private static final int FEW = POSITIONS / 100;

    @TempDir
    Path folder;

    static Stream<Arguments> architectures() {
        Experts four = new Experts(4, 2, 64, 0);
        // the llama architecture knows one feed-forward width
        Experts asWide = new Experts(4, 2, 160, 0);
        Experts fourAndShared = new Experts(4, 2, 64, 96);
        return Stream.of(TensorType.F32, TensorType.F16)
                .flatMap(type -> Stream.of(
                        Arguments.of(plan(Family.LLAMA2, 8, 16, Experts.NONE, false), type),
                        Arguments.of(plan(Family.LLAMA3, 2, 16, Experts.NONE, true), type),
                        Arguments.of(plan(Family.QWEN2, 2, 16, Experts.NONE, true), type),
                        Arguments.of(plan(Family.QWEN3, 4, 32, Experts.NONE, false), type),
                        Arguments.of(plan(Family.LLAMA2, 4, 16, asWide, false), type),
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

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("architectures")
    void continuesAPromptAsLlamaCppDoes(ModelPlan plan, TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();

        Agreement agreement = continuing(reference, write(plan, type), 1, 300, 301, 302, 17, 303);

        assertThat(agreement.differing()).as(agreement.toString()).isZero();
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

    /// Our greedy continuation by 200 tokens, and what llama.cpp says after each of them. Past the end of a text, which a random
    /// model announces at any time.
    private static Agreement continuing(NodeLlama reference, Path model, int... prompt) {
        int length = prompt.length + 200;
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
            return Agreement.of(reference.logits(model, ids), engine.logitsAfterEach(ids), prompt.length - 1);
        }
    }

    /// A model with something to say: its next tokens are decided, not drawn among hundreds of near equals.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void foretellsTheNextTokenThatLlamaCppForetells(TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();
        var plan = new ModelPlan(Family.LLAMA2, "t", 2, 256, 4, 2, 64, 512, VOCABULARY, false, Experts.NONE);
        Path model = folder.resolve("decided.gguf");
        MatchedPair.of(plan, type, plan, type, 0.8, 42).oracle().write(model, GgufWriter.IfPresent.REPLACE, _ -> {});

        Agreement agreement = overRandomTokens(reference, model);

        assertThat(agreement.differing() + agreement.nearTies()).as(agreement.toString()).isLessThanOrEqualTo(FEW);
    }

    /// Where one side rounds an activation up and the other down, which a difference in the last bit decides, all later
    /// roundings differ too: logits of quantised models differ by the noise of 8 bits, and no less however alike the code.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void logitsOfRandomWeightsDifferByNoMoreThanTheRoundingOfActivations(TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();
        var plan = new ModelPlan(Family.LLAMA2, "t", 2, 512, 8, 4, 64, 768, VOCABULARY, false, Experts.NONE);
        Path model = write(plan, type);

        Agreement agreement = overRandomTokens(reference, model);

        double noise = switch (type) {
            case F32 -> 1e-5;
            case F16, BF16 -> 0.01;
            case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K -> 0.04;
        };
        assertThat(agreement.error()).as(agreement.toString()).isLessThan(noise);
        assertThat(agreement.differing()).as(agreement.toString()).isLessThanOrEqualTo(FEW);
    }

    private static Agreement overRandomTokens(NodeLlama reference, Path model) {
        int[] tokens = new Random(9).ints(POSITIONS, 3, VOCABULARY).toArray();
        try (var engine = ResidentEngine.load(model, 2, TensorType.F32)) {
            return Agreement.of(reference.logits(model, tokens), engine.logitsAfterEach(tokens), 0);
        }
    }
}
