package nmos.scenarios.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The architectures known by name, from the `config.json` each was published with; a model is an architecture and a
/// mix, as in `qwen2.5-72b-q3_k_m`. One line adds one.
public enum Shapes {
    QWEN2_5_0_5B("qwen2.5-0.5b", 24, 896, 14, 2, 64, 4_864, 151_936, true, Family.QWEN2),
    QWEN2_5_1_5B("qwen2.5-1.5b", 28, 1_536, 12, 2, 128, 8_960, 151_936, true, Family.QWEN2),
    QWEN2_5_3B("qwen2.5-3b", 36, 2_048, 16, 2, 128, 11_008, 151_936, true, Family.QWEN2),
    QWEN2_5_7B("qwen2.5-7b", 28, 3_584, 28, 4, 128, 18_944, 152_064, false, Family.QWEN2),
    QWEN2_5_14B("qwen2.5-14b", 48, 5_120, 40, 8, 128, 13_824, 152_064, false, Family.QWEN2),
    QWEN2_5_32B("qwen2.5-32b", 64, 5_120, 40, 8, 128, 27_648, 152_064, false, Family.QWEN2),
    QWEN2_5_72B("qwen2.5-72b", 80, 8_192, 64, 8, 128, 29_568, 152_064, false, Family.QWEN2),
    LLAMA_2_7B("llama-2-7b", 32, 4_096, 32, 32, 128, 11_008, 32_000, false, Family.LLAMA2),
    LLAMA_2_70B("llama-2-70b", 80, 8_192, 64, 8, 128, 28_672, 32_000, false, Family.LLAMA2),
    LLAMA_3_8B("llama-3-8b", 32, 4_096, 32, 8, 128, 14_336, 128_256, false, Family.LLAMA3),
    LLAMA_3_70B("llama-3-70b", 80, 8_192, 64, 8, 128, 28_672, 128_256, false, Family.LLAMA3),
    LLAMA_3_1_8B("llama-3.1-8b", 32, 4_096, 32, 8, 128, 14_336, 128_256, false, Family.LLAMA3),
    LLAMA_3_1_70B("llama-3.1-70b", 80, 8_192, 64, 8, 128, 28_672, 128_256, false, Family.LLAMA3);

    /// What models of a family share. `metadataBytes`: the vocabulary as GGUF stores it. Qwen2's is computed from Qwen's
    /// published rank file (token texts, types, merges), Llama 2's is the size of llama.cpp's vocabulary-only file; Llama 3's,
    /// with its 280 thousand merges, is assumed.
    private enum Family {
        QWEN2(true, 5_950_000),
        LLAMA2(false, 724_000),
        LLAMA3(false, 7_800_000);

        private final boolean attentionBias;
        private final long metadataBytes;

        Family(boolean attentionBias, long metadataBytes) {
            this.attentionBias = attentionBias;
            this.metadataBytes = metadataBytes;
        }
    }

    public final String label;
    public final Architecture architecture;

    Shapes(
            String label, int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, int vocabulary,
            boolean tied, Family family) {
        this.label = label;
        this.architecture = new Architecture(layers, width, heads, kvHeads, headWidth, ffnWidth, vocabulary, tied,
                family.attentionBias, family.metadataBytes);
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
