package nmos.scenarios.shape;

import java.util.List;
import nmos.scenarios.shape.TypeRules.Role;

/// Adds the tensors of one layer to a list, by the names and in the order llama.cpp gives them.
///
/// Norms, biases and routers are never quantised.
final class LayerTensors {
    private final Architecture a;
    private final TypeRules rules;
    private final List<TensorShape> tensors;
    private final int layer;

    LayerTensors(Architecture architecture, TypeRules rules, List<TensorShape> tensors, int layer) {
        this.a = architecture;
        this.rules = rules;
        this.tensors = tensors;
        this.layer = layer;
    }

    void add() {
        norm("attn_norm", a.width());
        if (a.latent().isPresent()) {
            addLatent(a.latent().get());
        } else {
            addAttention();
        }
        norm("ffn_norm", a.width());
        if (a.experts(layer) > 0) {
            addExperts(a.mixture().orElseThrow());
        } else {
            addFeedForward("", a.ffnWidth(), 0);
        }
    }

    private void addAttention() {
        boolean bias = a.attentionBias() || plain();
        matrix("attn_q", Role.ATTENTION_Q, a.width(), a.queryWidth());
        matrix("attn_k", Role.ATTENTION_K, a.width(), a.kvWidth());
        matrix("attn_v", Role.ATTENTION_V, a.width(), a.kvWidth());
        if (bias) {
            vector("attn_q.bias", a.queryWidth());
            vector("attn_k.bias", a.kvWidth());
            vector("attn_v.bias", a.kvWidth());
        }
        if (a.traits().contains(Trait.HEAD_NORM)) {
            vector("attn_q_norm.weight", a.headWidth());
            vector("attn_k_norm.weight", a.headWidth());
        }
        if (a.traits().contains(Trait.ROW_NORM)) {
            vector("attn_q_norm.weight", a.queryWidth());
            vector("attn_k_norm.weight", a.kvWidth());
        }
        matrix("attn_output", Role.ATTENTION_OUTPUT, a.queryWidth(), a.width());
        if (plain()) {
            vector("attn_output.bias", a.width());
        }
    }

    private void addLatent(Latent latent) {
        int queryFrom = a.width();
        if (latent.queryRank() > 0) {
            matrix("attn_q_a", Role.OTHER, a.width(), latent.queryRank());
            vector("attn_q_a_norm.weight", latent.queryRank());
            queryFrom = latent.queryRank();
        }
        matrix(latent.queryRank() > 0 ? "attn_q_b" : "attn_q", Role.OTHER, queryFrom, a.queryWidth());
        matrix("attn_kv_a_mqa", Role.OTHER, a.width(), latent.kvRank() + latent.ropeWidth());
        vector("attn_kv_a_norm.weight", latent.kvRank());
        matrix("attn_kv_b", Role.OTHER, latent.kvRank(), (long) a.heads() * (latent.plainWidth() + latent.valueWidth()));
        matrix("attn_output", Role.ATTENTION_OUTPUT, (long) a.heads() * latent.valueWidth(), a.width());
    }

    private void addExperts(Mixture mixture) {
        tensors.add(new TensorShape(named("ffn_gate_inp.weight"), layer, TensorType.F32, a.width(), mixture.experts()));
        if (a.traits().contains(Trait.ROUTER_BIAS)) {
            vector("exp_probs_b.bias", mixture.experts());
        }
        addFeedForward("_exps", mixture.expertWidth(), mixture.experts());
        if (mixture.sharedWidth() > 0) {
            addFeedForward("_shexp", mixture.sharedWidth(), 0);
        }
    }

    /// Of as many experts, or of none.
    private void addFeedForward(String whose, long inner, int experts) {
        if (!plain()) {
            matrix("ffn_gate" + whose, Role.FFN_GATE, a.width(), inner, experts);
        }
        matrix("ffn_up" + whose, Role.FFN_UP, a.width(), inner, experts);
        matrix("ffn_down" + whose, Role.FFN_DOWN, inner, a.width(), experts);
        if (plain()) {
            vector("ffn_up.bias", inner);
            vector("ffn_down.bias", a.width());
        }
    }

    private boolean plain() {
        return a.traits().contains(Trait.PLAIN);
    }

    private void norm(String name, long columns) {
        vector(name + ".weight", columns);
        if (plain()) {
            vector(name + ".bias", columns);
        }
    }

    private void vector(String name, long columns) {
        tensors.add(new TensorShape(named(name), layer, TensorType.F32, columns, 1));
    }

    private void matrix(String name, Role role, long columns, long rows) {
        matrix(name, role, columns, rows, 0);
    }

    private void matrix(String name, Role role, long columns, long rows, int experts) {
        tensors.add(new TensorShape(
                named(name + ".weight"), layer, rules.of(role, layer, columns), columns, rows * Math.max(1, experts), experts));
    }

    private String named(String name) {
        return "blk." + layer + "." + name;
    }
}
