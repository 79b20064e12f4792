package nmos.live.synth;

/// What models of a family share: the names llama.cpp knows the dense and the mixed architecture by, their peculiarities, and
/// their tokenizer. Numbers from the `config.json` each family was published with.
public enum Family {
    LLAMA2("llama", "llama", false, false, Tokenizer.SPM, "default", 10_000f, 1e-5f, 4_096),
    LLAMA3("llama", "llama", false, false, Tokenizer.BPE, "llama-bpe", 500_000f, 1e-5f, 8_192),
    QWEN2("qwen2", "qwen2moe", true, false, Tokenizer.BPE, "qwen2", 1_000_000f, 1e-6f, 32_768),
    QWEN3("qwen3", "qwen3moe", false, true, Tokenizer.BPE, "qwen2", 1_000_000f, 1e-6f, 40_960);

    enum Tokenizer {
        SPM,
        BPE
    }

    final String dense;
    final String mixed;
    /// Query, key and value have biases.
    final boolean attentionBias;
    /// Query and key are normed per head.
    final boolean headNorms;
    final Tokenizer tokenizer;
    final String preTokenizer;
    final float ropeBase;
    final float normEpsilon;
    final int context;

    Family(
            String dense,
            String mixed,
            boolean attentionBias,
            boolean headNorms,
            Tokenizer tokenizer,
            String preTokenizer,
            float ropeBase,
            float normEpsilon,
            int context) {
        this.dense = dense;
        this.mixed = mixed;
        this.attentionBias = attentionBias;
        this.headNorms = headNorms;
        this.tokenizer = tokenizer;
        this.preTokenizer = preTokenizer;
        this.ropeBase = ropeBase;
        this.normEpsilon = normEpsilon;
        this.context = context;
    }

    /// Rotary embedding turns neighbours of a head (llama) or numbers half a head apart (Qwen).
    boolean ropeTurnsNeighbours() {
        return dense.equals("llama");
    }
}
