package nmos.scenarios.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shapes against files other people made with llama.cpp and published on Hugging Face, and against the parameter counts of the
/// models' own cards. Files in Q2_K from before 2024 are not among them: llama.cpp mixed more bits into that then.
class PublishedSizesTest {
    private static final Percentage ROUNDED_TO_THREE_DIGITS = Percentage.withPercentage(0.6);
    /// What is left is the file's chat template and, in Llama 3.1, a vector of rope factors.
    private static final Percentage TO_THE_BYTE = Percentage.withPercentage(0.002);

    @ParameterizedTest(name = "{0} has {1} bytes in {2}")
    @CsvSource({
        "qwen2.5-0.5b-q4_k_m, 397808192, bartowski/Qwen2.5-0.5B-Instruct-GGUF",
        "qwen2.5-1.5b-q4_k_m, 986048768, bartowski/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-1.5b-q5_k_m, 1125050592, ThomasBaruzier/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-3b-q4_k_m, 1929903264, bartowski/Qwen2.5-3B-Instruct-GGUF",
        "qwen2.5-7b-q5_k_m, 5444831936, bartowski/Qwen2.5-7B-Instruct-GGUF",
        "qwen2.5-14b-q2_k, 5770498176, bartowski/Qwen2.5-14B-Instruct-GGUF",
        "qwen2.5-14b-q3_k_m, 7339204736, bartowski/Qwen2.5-14B-Instruct-GGUF",
        "qwen2.5-14b-q4_k_m, 8988110496, the 3 parts of Qwen/Qwen2.5-14B-Instruct-GGUF",
        "qwen2.5-32b-q4_k_m, 19851336384, the 5 parts of Qwen/Qwen2.5-32B-Instruct-GGUF",
        "qwen2.5-72b-q4_k_m, 47415715488, bartowski/Qwen2.5-72B-Instruct-GGUF",
        "qwen3-0.6b-q8_0, 639446688, Qwen/Qwen3-0.6B-GGUF",
        "qwen3-1.7b-q8_0, 1834426016, Qwen/Qwen3-1.7B-GGUF",
        "qwen3-4b-q4_k_m, 2497280256, Qwen/Qwen3-4B-GGUF",
        "qwen3-8b-q4_k_m, 5027783488, Qwen/Qwen3-8B-GGUF",
        "qwen3-14b-q4_k_m, 9001752960, Qwen/Qwen3-14B-GGUF",
        "qwen3-30b-a3b-q4_k_m, 18556685824, Qwen/Qwen3-30B-A3B-GGUF",
        "olmoe-1b-7b-q4_k_m, 4213512672, allenai/OLMoE-1B-7B-0924-Instruct-GGUF"
    })
    void filesHaveTheBytesTheirPublishersCount(String model, long fileBytes, String source) {
        assertThat(shape(model).fileBytes()).as(source).isCloseTo(fileBytes, TO_THE_BYTE);
    }

    @ParameterizedTest(name = "{0} has {1} MB in {2}")
    @CsvSource({
        "qwen2.5-0.5b-q3_k_m, 355, bartowski/Qwen2.5-0.5B-Instruct-GGUF",
        "qwen2.5-0.5b-q5_k_m, 420, QuantFactory/Qwen2.5-0.5B-Instruct-GGUF",
        "qwen2.5-0.5b-q8_0, 531, bartowski/Qwen2-0.5B-Instruct-GGUF of the same architecture",
        "qwen2.5-1.5b-q3_k_m, 824, bartowski/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-1.5b-q8_0, 1650, RichardErkhov/Qwen_-_Qwen2-1.5B-gguf of the same architecture",
        "qwen2.5-3b-q3_k_m, 1590, bartowski/Qwen2.5-3B-Instruct-GGUF",
        "qwen2.5-3b-q8_0, 3290, bartowski/Qwen2.5-3B-Instruct-GGUF",
        "qwen2.5-7b-q2_k, 3020, DevQuasar-2/Qwen.Qwen2-VL-7B-Instruct-GGUF of the same architecture",
        "qwen2.5-7b-q3_k_m, 3810, DevQuasar-2/Qwen.Qwen2-VL-7B-Instruct-GGUF of the same architecture",
        "qwen2.5-7b-q4_k_m, 4680, bartowski/Qwen2.5-7B-Instruct-GGUF",
        "qwen2.5-7b-q8_0, 8100, DevQuasar-2/Qwen.Qwen2-VL-7B-Instruct-GGUF of the same architecture",
        "qwen2.5-14b-q6_k, 12100, mradermacher/Qwen2.5-14B-GGUF",
        "qwen2.5-14b-q8_0, 15700, mradermacher/Qwen2.5-14B-GGUF",
        "qwen2.5-32b-q3_k_m, 15900, bartowski/Qwen2.5-32B-Instruct-GGUF",
        "qwen2.5-32b-q8_0, 34800, mradermacher/Qwen2.5-32B-GGUF",
        "qwen2.5-72b-q2_k, 29800, bartowski/Qwen2-72B-Instruct-GGUF of the same architecture",
        "qwen2.5-72b-q3_k_m, 37700, bartowski/Qwen2-72B-Instruct-GGUF of the same architecture",
        "llama-3-8b-q2_k, 3180, armx40/Meta-Llama-3-8B-Instruct-GGUF",
        "llama-3-8b-q3_k_m, 4020, armx40/Meta-Llama-3-8B-Instruct-GGUF",
        "llama-3.1-8b-q4_k_m, 4920, armx40/Meta-Llama-3-8B-Instruct-GGUF of the same architecture",
        "llama-3.1-70b-q2_k, 26400, mradermacher/Meta-Llama-3.1-70B-GGUF",
        "llama-3.1-70b-q3_k_m, 34300, mradermacher/Meta-Llama-3.1-70B-GGUF",
        "llama-3.1-70b-q4_k_m, 42500, mradermacher/Meta-Llama-3.1-70B-GGUF",
        "llama-3.1-70b-q5_k_m, 49900, mradermacher/Meta-Llama-3.1-70B-GGUF",
        "llama-2-7b-q3_k_s, 2950, TheBloke/Llama-2-7B-GGUF",
        "llama-2-7b-q3_k_m, 3300, TheBloke/Llama-2-7B-GGUF",
        "llama-2-7b-q3_k_l, 3600, TheBloke/Llama-2-7B-GGUF",
        "llama-2-7b-q4_0, 3830, TheBloke/Llama-2-7B-GGUF",
        "llama-2-7b-q4_k_s, 3860, TheBloke/Llama-2-7B-GGUF",
        "llama-2-7b-q4_k_m, 4080, TheBloke/Llama-2-7B-GGUF",
        "llama-2-13b-q3_k_s, 5660, TheBloke/Llama-2-13B-GGUF",
        "llama-2-13b-q3_k_m, 6340, TheBloke/Llama-2-13B-GGUF",
        "llama-2-13b-q3_k_l, 6930, TheBloke/Llama-2-13B-GGUF",
        "llama-2-13b-q4_0, 7370, TheBloke/Llama-2-13B-GGUF",
        "llama-2-13b-q4_k_s, 7410, TheBloke/Llama-2-13B-GGUF",
        "llama-2-13b-q4_k_m, 7870, TheBloke/Llama-2-13B-GGUF",
        "vicuna-33b-q3_k_s, 14100, TheBloke/vicuna-33B-GGUF",
        "vicuna-33b-q3_k_m, 15800, TheBloke/vicuna-33B-GGUF",
        "vicuna-33b-q3_k_l, 17300, TheBloke/vicuna-33B-GGUF",
        "vicuna-33b-q4_0, 18400, TheBloke/vicuna-33B-GGUF",
        "vicuna-33b-q4_k_s, 18400, TheBloke/vicuna-33B-GGUF",
        "vicuna-33b-q4_k_m, 19600, TheBloke/vicuna-33B-GGUF",
        "codellama-34b-q3_k_s, 14600, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q3_k_m, 16300, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q3_k_l, 17800, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q4_0, 19100, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q4_k_s, 19100, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q4_k_m, 20200, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q5_k_s, 23200, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q5_k_m, 23800, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "codellama-34b-q6_k, 27700, TheBloke/Phind-CodeLlama-34B-v2-GGUF",
        "llama-3-70b-q2_k, 26400, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q3_k_s, 30900, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q3_k_m, 34300, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q3_k_l, 37100, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q4_k_s, 40300, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q4_k_m, 42500, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q5_k_s, 48700, mradermacher/Meta-Llama-3-70B-GGUF",
        "llama-3-70b-q5_k_m, 49900, mradermacher/Meta-Llama-3-70B-GGUF",
        "mixtral-8x7b-q2_k, 17311, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q3_k_s, 20433, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q3_k_m, 22546, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q3_k_l, 24170, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q4_0, 26444, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q4_k_s, 26746, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q4_k_m, 28448, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q5_k_s, 32231, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q5_k_m, 33230, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q6_k, 38381, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "mixtral-8x7b-q8_0, 49626, tensorblock/Mixtral-8x7B-v0.1-GGUF",
        "smallthinker-4b-a0.6b-bf16, 8550, Mungert/SmallThinker-4BA0.6B-Instruct",
        "deepseek-v2-lite-q2_k, 6430, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q3_k_s, 7490, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q3_k_m, 8130, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q3_k_l, 8460, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q4_k_s, 9530, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q4_k_m, 10400, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q5_k_s, 11100, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q5_k_m, 11900, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q6_k, 14100, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-q8_0, 16700, mradermacher/DeepSeek-V2-Lite-GGUF",
        "deepseek-v2-lite-f16, 31400, larenspear/DeepSeek-V2-Lite-GGUF",
        "qwen3-32b-bf16, 65530, bartowski/Qwen_Qwen3-32B-GGUF",
        "qwen3-32b-q8_0, 34820, bartowski/Qwen_Qwen3-32B-GGUF",
        "mixtral-8x22b-q5_k_m, 99960, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q5_k_s, 96970, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q4_k_m, 85580, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q4_k_s, 80470, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q3_k_l, 72570, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q3_k_m, 67780, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q3_k_s, 61490, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "mixtral-8x22b-q2_k, 52100, bartowski/Mixtral-8x22B-v0.1-GGUF",
        "deepseek-v3-q4_k_m, 404800, unsloth/DeepSeek-V3-GGUF (377 GiB)"
    })
    void filesHaveTheSizesTheirPagesShow(String model, long fileMb, String source) {
        assertThat(shape(model).fileBytes()).as(source).isCloseTo(fileMb * 1_000_000, ROUNDED_TO_THREE_DIGITS);
    }

    /// Qwen's own files of the small models hold the embedding a second time, as an output head of its own. A pass reads the
    /// same bytes of either file.
    @ParameterizedTest(name = "{0} has {1} bytes in Qwen''s own file")
    @CsvSource({
        "qwen2.5-0.5b-q4_k_m, 491400032",
        "qwen2.5-1.5b-q4_k_m, 1117320736",
        "qwen2.5-3b-q4_k_m, 2104932768"
    })
    void qwensOwnFilesOfTiedModelsStoreTheEmbeddingTwice(String model, long fileBytes) {
        ModelShape tied = shape(model);
        ModelShape stored = ModelShape.of(model, untied(tied.architecture()), tied.mix());
        assertThat(stored.fileBytes()).isCloseTo(fileBytes, TO_THE_BYTE);
        assertThat(stored.passBytes()).isEqualTo(tied.passBytes());
    }

    @ParameterizedTest(name = "{0}: {1} billion parameters, {2} of them outside the embeddings")
    @CsvSource({
        "qwen2.5-0.5b, 0.49, 0.36",
        "qwen2.5-1.5b, 1.54, 1.31",
        "qwen2.5-3b, 3.09, 2.77",
        "qwen2.5-7b, 7.61, 6.53",
        "qwen2.5-14b, 14.7, 13.1",
        "qwen2.5-32b, 32.5, 31.0",
        "qwen2.5-72b, 72.7, 70.0",
        "qwen3-0.6b, 0.6, 0.44",
        "qwen3-4b, 4.0, 3.6",
        "qwen3-8b, 8.2, 6.95",
        "qwen3-14b, 14.8, 13.2",
        "qwen3-32b, 32.8, 31.2",
        "qwen3-30b-a3b, 30.5, 29.9"
    })
    void parametersAreThoseOfTheModelCards(String architecture, double billions, double billionsOutside) {
        ModelShape model = shape(architecture + "-f16");
        long embedding = model.tensor("token_embd.weight").parameters();
        long outside = model.parameters() - (model.architecture().tied() ? 1 : 2) * embedding;
        assertThat(model.parameters() / 1e9).isCloseTo(billions, within(0.01 * billions));
        assertThat(outside / 1e9).isCloseTo(billionsOutside, within(0.01 * billionsOutside));
    }

    @ParameterizedTest(name = "{0} has a tied head: {1}")
    @CsvSource({
        "qwen2.5-0.5b-q8_0, true",
        "qwen2.5-1.5b-q8_0, true",
        "qwen2.5-3b-q8_0, true",
        "qwen2.5-7b-q8_0, false",
        "qwen2.5-72b-q8_0, false"
    })
    void onlyTheSmallOnesShareTheirEmbedding(String model, boolean tied) {
        assertThat(shape(model).tensors().stream().noneMatch(tensor -> tensor.name().equals("output.weight"))).isEqualTo(tied);
    }

    private static Architecture untied(Architecture a) {
        return new Architecture(a.layers(), a.width(), a.heads(), a.kvHeads(), a.headWidth(), a.ffnWidth(), a.vocabulary(), false,
                a.attentionBias(), a.metadataBytes());
    }

    private static ModelShape shape(String model) {
        return Shapes.find(model).orElseThrow();
    }
}
