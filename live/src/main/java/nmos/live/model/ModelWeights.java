package nmos.live.model;

import nmos.live.gguf.Gguf;
import nmos.live.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// A model's weights over the bytes of its file. `embedding` and `head`: (vocabulary, width), the same where they are tied;
/// `ropeFactors`: (ropeDims / 2).
public record ModelWeights(
        Matrix embedding, LayerWeights[] layers, float[] outputNorm, Matrix head, float @Nullable [] ropeFactors) {

    /// Views of the file's tensors, every shape checked against the config.
    public static ModelWeights of(Gguf gguf, ModelConfig config) {
        var tensors = new Tensors(gguf);
        int width = config.width();
        Matrix embedding = tensors.matrix("token_embd.weight", config.vocabulary(), width);
        Matrix head = tensors.has("output.weight")
                ? tensors.matrix("output.weight", config.vocabulary(), width)
                : embedding;
        var layers = new LayerWeights[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = layer(tensors, config, "blk." + layer + ".");
        }
        return new ModelWeights(
                embedding,
                layers,
                tensors.vector("output_norm.weight", width),
                head,
                tensors.vectorIfPresent("rope_freqs.weight", config.ropeDims() / 2));
    }

    private static LayerWeights layer(Tensors tensors, ModelConfig config, String prefix) {
        int width = config.width();
        int queryWidth = config.queryWidth();
        int kvWidth = config.kvWidth();
        return new LayerWeights(
                tensors.vector(prefix + "attn_norm.weight", width),
                tensors.matrix(prefix + "attn_q.weight", queryWidth, width),
                tensors.matrix(prefix + "attn_k.weight", kvWidth, width),
                tensors.matrix(prefix + "attn_v.weight", kvWidth, width),
                tensors.vectorIfPresent(prefix + "attn_q.bias", queryWidth),
                tensors.vectorIfPresent(prefix + "attn_k.bias", kvWidth),
                tensors.vectorIfPresent(prefix + "attn_v.bias", kvWidth),
                tensors.vectorIfPresent(prefix + "attn_q_norm.weight", config.headWidth()),
                tensors.vectorIfPresent(prefix + "attn_k_norm.weight", config.headWidth()),
                tensors.matrix(prefix + "attn_output.weight", width, queryWidth),
                tensors.vector(prefix + "ffn_norm.weight", width),
                feedForward(tensors, config, prefix));
    }

    private static FeedForward feedForward(Tensors tensors, ModelConfig config, String prefix) {
        int width = config.width();
        if (config.experts() == 0) {
            return dense(tensors, prefix, "", width);
        }
        var experts = new FeedForward.Dense[config.experts()];
        if (tensors.has(prefix + "ffn_gate_exps.weight")) {
            Matrix[] gates = tensors.matrices(prefix + "ffn_gate_exps.weight", config.experts(), width);
            Matrix[] ups = tensors.matrices(prefix + "ffn_up_exps.weight", config.experts(), width);
            int inner = gates[0].rows();
            Matrix[] downs = tensors.matrices(prefix + "ffn_down_exps.weight", config.experts(), inner);
            for (int e = 0; e < experts.length; e++) {
                experts[e] = tensors.checked(prefix, new FeedForward.Dense(gates[e], ups[e], downs[e]), width);
            }
        } else {
            for (int e = 0; e < experts.length; e++) {
                experts[e] = dense(tensors, prefix, "." + e, width);
            }
        }
        FeedForward.Shared shared = tensors.has(prefix + "ffn_gate_inp_shexp.weight")
                ? new FeedForward.Shared(
                        tensors.matrix(prefix + "ffn_gate_inp_shexp.weight", 1, width),
                        dense(tensors, prefix, "_shexp", width))
                : null;
        Matrix router = tensors.matrix(prefix + "ffn_gate_inp.weight", config.experts(), width);
        return new FeedForward.Mixture(router, experts, shared);
    }

    private static FeedForward.Dense dense(Tensors tensors, String prefix, String suffix, int width) {
        Matrix gate = tensors.matrix(prefix + "ffn_gate" + suffix + ".weight", Tensors.ANY, width);
        int inner = gate.rows();
        return new FeedForward.Dense(
                gate,
                tensors.matrix(prefix + "ffn_up" + suffix + ".weight", inner, width),
                tensors.matrix(prefix + "ffn_down" + suffix + ".weight", width, inner));
    }
}
