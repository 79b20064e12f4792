package nmos.scenarios.shape;

import java.util.Locale;

/// In what a model departs from a plain llama.
public enum Trait {
    /// Query, key and value have biases, as in Qwen2.
    ATTENTION_BIAS,
    /// Each head's query and key are normed, as in Qwen3.
    HEAD_NORM,
    /// All heads' queries are normed together and all keys, as in OLMoE.
    ROW_NORM,
    /// The router adds a number to each expert's score, as in DeepSeek-V3.
    ROUTER_BIAS,
    /// Two matrices in the feed-forward part and no gate, and a bias beside every matrix and norm, as in OPT.
    PLAIN;

    public final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
}
