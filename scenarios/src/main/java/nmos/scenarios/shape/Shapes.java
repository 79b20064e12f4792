package nmos.scenarios.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The architectures known by name, each with the [Source] of its numbers; a model is an architecture and a mix, as in
/// `qwen2.5-72b-q3_k_m`. One line adds one.
public enum Shapes {
    QWEN2_5_0_5B(Source.MLC, "qwen2.5-0.5b", 24, 896, 14, 2, 64, 4_864, 151_936, true, Family.QWEN2),
    QWEN2_5_1_5B(Source.MLC, "qwen2.5-1.5b", 28, 1_536, 12, 2, 128, 8_960, 151_936, true, Family.QWEN2),
    QWEN2_5_3B(Source.MLC, "qwen2.5-3b", 36, 2_048, 16, 2, 128, 11_008, 151_936, true, Family.QWEN2),
    QWEN2_5_7B(Source.MLC, "qwen2.5-7b", 28, 3_584, 28, 4, 128, 18_944, 152_064, false, Family.QWEN2),
    QWEN2_5_14B(Source.LITGPT, "qwen2.5-14b", 48, 5_120, 40, 8, 128, 13_824, 152_064, false, Family.QWEN2),
    QWEN2_5_32B(Source.LITGPT, "qwen2.5-32b", 64, 5_120, 40, 8, 128, 27_648, 152_064, false, Family.QWEN2),
    QWEN2_5_72B(Source.LITGPT, "qwen2.5-72b", 80, 8_192, 64, 8, 128, 29_568, 152_064, false, Family.QWEN2),
    QWEN3_0_6B(Source.MLC, "qwen3-0.6b", 28, 1_024, 16, 8, 128, 3_072, 151_936, true, Family.QWEN3),
    QWEN3_1_7B(Source.MLC, "qwen3-1.7b", 28, 2_048, 16, 8, 128, 6_144, 151_936, true, Family.QWEN3),
    QWEN3_4B(Source.LITGPT, "qwen3-4b", 36, 2_560, 32, 8, 128, 9_728, 151_936, true, Family.QWEN3),
    QWEN3_8B(Source.LITGPT, "qwen3-8b", 36, 4_096, 32, 8, 128, 12_288, 151_936, false, Family.QWEN3),
    QWEN3_14B(Source.LITGPT, "qwen3-14b", 40, 5_120, 40, 8, 128, 17_408, 151_936, false, Family.QWEN3),
    QWEN3_32B(Source.LITGPT, "qwen3-32b", 64, 5_120, 64, 8, 128, 25_600, 151_936, false, Family.QWEN3),
    LLAMA_2_7B(Source.MLC, "llama-2-7b", 32, 4_096, 32, 32, 128, 11_008, 32_000, false, Family.LLAMA2),
    LLAMA_2_13B(Source.MLC, "llama-2-13b", 40, 5_120, 40, 40, 128, 13_824, 32_000, false, Family.LLAMA2),
    LLAMA_2_70B(Source.MLC, "llama-2-70b", 80, 8_192, 64, 8, 128, 28_672, 32_000, false, Family.LLAMA2),
    VICUNA_33B(Source.CONFIG, "vicuna-33b", 60, 6_656, 52, 52, 128, 17_920, 32_000, false, Family.LLAMA2),
    CODELLAMA_34B(Source.LITGPT, "codellama-34b", 48, 8_192, 64, 8, 128, 22_016, 32_000, false, Family.LLAMA2),
    LLAMA_3_2_1B(Source.MLC, "llama-3.2-1b", 16, 2_048, 32, 8, 64, 8_192, 128_256, true, Family.LLAMA3),
    LLAMA_3_8B(Source.LITGPT, "llama-3-8b", 32, 4_096, 32, 8, 128, 14_336, 128_256, false, Family.LLAMA3),
    LLAMA_3_70B(Source.LITGPT, "llama-3-70b", 80, 8_192, 64, 8, 128, 28_672, 128_256, false, Family.LLAMA3),
    LLAMA_3_1_8B(Source.MLC, "llama-3.1-8b", 32, 4_096, 32, 8, 128, 14_336, 128_256, false, Family.LLAMA3),
    LLAMA_3_1_70B(Source.MLC, "llama-3.1-70b", 80, 8_192, 64, 8, 128, 28_672, 128_256, false, Family.LLAMA3),
    CODELLAMA_7B(Source.MLC, "codellama-7b", 32, 4_096, 32, 32, 128, 11_008, 32_016, false, Family.LLAMA2),
    MISTRAL_7B(Source.MLC, "mistral-7b", 32, 4_096, 32, 8, 128, 14_336, 32_000, false, Family.LLAMA2),
    TINYLLAMA_1_1B(Source.MLC, "tinyllama-1.1b", 22, 2_048, 32, 4, 64, 5_632, 32_000, false, Family.LLAMA2),
    INTERNLM_20B(Source.CONFIG, "internlm-20b", 60, 5_120, 40, 40, 128, 13_824, 103_168, false, Family.INTERNLM),
    PHI_4(Source.LITGPT, "phi-4", 40, 5_120, 40, 10, 128, 17_920, 100_352, false, Family.PHI4),
    OPT_6_7B(Source.FLEXGEN, "opt-6.7b", 32, 4_096, 32, 32, 128, 16_384, 50_272, true, Family.OPT),
    OPT_30B(Source.FLEXGEN, "opt-30b", 48, 7_168, 56, 56, 128, 28_672, 50_272, true, Family.OPT),
    OPT_66B(Source.FLEXGEN, "opt-66b", 64, 9_216, 72, 72, 128, 36_864, 50_272, true, Family.OPT),
    OPT_175B(Source.FLEXGEN, "opt-175b", 96, 12_288, 96, 96, 128, 49_152, 50_272, true, Family.OPT),
    BLOOM_176B(Source.BIGSCIENCE, "bloom-176b", 70, 14_336, 112, 112, 128, 57_344, 250_880, true, Family.BLOOM),
    MIXTRAL_8X7B(Source.MLC, "mixtral-8x7b", 32, 4_096, 32, 8, 128, 14_336, 32_000, false, Family.LLAMA2, new Mixture(8, 2, 14_336, 0, 0)),
    MIXTRAL_8X22B(Source.CONVERTED, "mixtral-8x22b", 56, 6_144, 48, 8, 128, 16_384, 32_000, false, Family.LLAMA2,
            new Mixture(8, 2, 16_384, 0, 0)),
    /// Without the predictors of active neurons that its experts have, 9 % of what is published.
    TURBOSPARSE_MIXTRAL_47B(Source.CONFIG, "turbosparse-mixtral-47b", 32, 4_096, 32, 8, 128, 14_336, 57_024, false, Family.LLAMA2,
            new Mixture(8, 2, 14_336, 0, 0)),
    QWEN3_30B_A3B(Source.LITGPT, "qwen3-30b-a3b", 48, 2_048, 32, 4, 128, 6_144, 151_936, false, Family.QWEN3, new Mixture(128, 8, 768, 0, 0)),
    SMALLTHINKER_4B_A0_6B(Source.SMALLTHINKER, "smallthinker-4b-a0.6b", 32, 1_536, 12, 2, 128, 768, 151_936, false, Family.SMALLTHINKER,
            new Mixture(32, 4, 768, 0, 0)),
    SMALLTHINKER_21B_A3B(Source.SMALLTHINKER, "smallthinker-21b-a3b", 52, 2_560, 28, 4, 128, 768, 151_936, false, Family.SMALLTHINKER,
            new Mixture(64, 6, 768, 0, 0)),
    OLMOE_1B_7B(Source.CONFIG, "olmoe-1b-7b", 16, 2_048, 16, 16, 128, 1_024, 50_304, false, Family.OLMOE, new Mixture(64, 8, 1_024, 0, 0)),
    DEEPSEEK_V2_LITE(Source.DEEPSEEK, "deepseek-v2-lite", 27, 2_048, 16, 16, 192, 10_944, 102_400, false, Family.DEEPSEEK2,
            new Mixture(64, 6, 1_408, 2_816, 1), new Latent(0, 512, 128, 64, 128)),
    DEEPSEEK_V3(Source.DEEPSEEK, "deepseek-v3", 61, 7_168, 128, 128, 192, 18_432, 129_280, false, Family.DEEPSEEK3,
            new Mixture(256, 8, 2_048, 2_048, 3), new Latent(1_536, 512, 128, 64, 128));

    /// What models of a family share. `metadataBytes`: the vocabulary as GGUF stores it. Qwen2's is computed from Qwen's
    /// published rank file (token texts, types, merges), Qwen3's taken as the same, Llama 2's is the size of llama.cpp's
    /// vocabulary-only file, OLMoE's what its authors' file holds beside its tensors; SmallThinker has Qwen's vocabulary. Llama 3's, with
    /// its 280 thousand merges, and all others are assumed. OPT's learned positions, of which a token looks up one, and the norm of
    /// BLOOM's embedding are left out.
    private enum Family {
        QWEN2(Set.of(Trait.ATTENTION_BIAS), 5_950_000),
        QWEN3(Set.of(Trait.HEAD_NORM), 5_950_000),
        LLAMA2(Set.of(), 724_000),
        LLAMA3(Set.of(), 7_800_000),
        INTERNLM(Set.of(), 2_500_000),
        PHI4(Set.of(), 4_000_000),
        OPT(Set.of(Trait.PLAIN), 2_000_000),
        BLOOM(Set.of(Trait.PLAIN), 10_000_000),
        SMALLTHINKER(Set.of(), 5_950_000),
        OLMOE(Set.of(Trait.ROW_NORM), 1_782_000),
        DEEPSEEK2(Set.of(), 4_000_000),
        DEEPSEEK3(Set.of(Trait.ROUTER_BIAS), 5_000_000);

        private final Set<Trait> traits;
        private final long metadataBytes;

        Family(Set<Trait> traits, long metadataBytes) {
            this.traits = traits;
            this.metadataBytes = metadataBytes;
        }
    }

    public final Source source;
    public final String label;
    public final Architecture architecture;

    Shapes(
            Source source, String label, int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, int vocabulary,
            boolean tied, Family family) {
        this(source, label, new Architecture(layers, width, heads, kvHeads, headWidth, ffnWidth, vocabulary, tied, family.traits,
                Optional.empty(), Optional.empty(), family.metadataBytes));
    }

    Shapes(
            Source source, String label, int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, int vocabulary,
            boolean tied, Family family, Mixture mixture) {
        this(source, label, new Architecture(layers, width, heads, kvHeads, headWidth, ffnWidth, vocabulary, tied, family.traits,
                Optional.of(mixture), Optional.empty(), family.metadataBytes));
    }

    Shapes(
            Source source, String label, int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, int vocabulary,
            boolean tied, Family family, Mixture mixture, Latent latent) {
        this(source, label, new Architecture(layers, width, heads, kvHeads, headWidth, ffnWidth, vocabulary, tied, family.traits,
                Optional.of(mixture), Optional.of(latent), family.metadataBytes));
    }

    Shapes(Source source, String label, Architecture architecture) {
        this.source = source;
        this.label = label;
        this.architecture = architecture;
    }

    /// The model of that name, architecture and mix joined by a hyphen.
    public static Optional<ModelShape> find(String name) {
        for (Shapes shape : values()) {
            for (Mix mix : Mix.values()) {
                if (name.equals(shape.label + "-" + mix.label)) {
                    return Optional.of(ModelShape.of(name, shape.architecture, mix));
                }
            }
        }
        return Optional.empty();
    }

    /// Every name [#find] knows.
    public static List<String> names() {
        var names = new ArrayList<String>();
        for (Shapes shape : values()) {
            for (Mix mix : Mix.values()) {
                names.add(shape.label + "-" + mix.label);
            }
        }
        return names;
    }
}
