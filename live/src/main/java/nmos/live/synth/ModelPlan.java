package nmos.live.synth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.live.gguf.GgufValue;
import nmos.scenarios.shape.TensorType;

/// The numbers a model is built from, and what follows from them: metadata and tensors as llama.cpp names them.
/// `tied`: the output head is the token embedding.
public record ModelPlan(
        Family family,
        String name,
        int layers,
        int width,
        int heads,
        int kvHeads,
        int headWidth,
        int ffnWidth,
        int vocabulary,
        boolean tied,
        Experts experts) {

    public ModelPlan {
        if (layers < 1 || width < 1 || kvHeads < 1 || heads % kvHeads != 0 || headWidth % 2 != 0) {
            throw new IllegalArgumentException(layers + " layers of width " + width + ", " + heads + " heads of "
                    + headWidth + " sharing " + kvHeads + " KV heads: impossible");
        }
    }

    public String architecture() {
        return experts.any() ? family.mixed : family.dense;
    }

    public int queryWidth() {
        return heads * headWidth;
    }

    public int kvWidth() {
        return kvHeads * headWidth;
    }

    SequencedMap<String, GgufValue> metadata() {
        var values = new LinkedHashMap<String, GgufValue>();
        String arch = architecture() + ".";
        values.put("general.architecture", GgufValue.text(architecture()));
        values.put("general.name", GgufValue.text(name));
        values.put("general.alignment", GgufValue.u32(32));
        values.put(arch + "context_length", GgufValue.u32(family.context));
        values.put(arch + "embedding_length", GgufValue.u32(width));
        values.put(arch + "block_count", GgufValue.u32(layers));
        values.put(arch + "feed_forward_length", GgufValue.u32(ffnWidth));
        values.put(arch + "attention.head_count", GgufValue.u32(heads));
        values.put(arch + "attention.head_count_kv", GgufValue.u32(kvHeads));
        values.put(arch + "attention.key_length", GgufValue.u32(headWidth));
        values.put(arch + "attention.value_length", GgufValue.u32(headWidth));
        values.put(arch + "attention.layer_norm_rms_epsilon", GgufValue.f32(family.normEpsilon));
        values.put(arch + "rope.dimension_count", GgufValue.u32(headWidth));
        values.put(arch + "rope.freq_base", GgufValue.f32(family.ropeBase));
        values.put(arch + "vocab_size", GgufValue.u32(vocabulary));
        if (experts.any()) {
            values.put(arch + "expert_count", GgufValue.u32(experts.count()));
            values.put(arch + "expert_used_count", GgufValue.u32(experts.used()));
            values.put(arch + "expert_feed_forward_length", GgufValue.u32(experts.ffnWidth()));
            if (experts.sharedFfnWidth() > 0) {
                values.put(arch + "expert_shared_feed_forward_length", GgufValue.u32(experts.sharedFfnWidth()));
            }
        }
        Vocabulary.of(family, vocabulary).addTo(values);
        return values;
    }

    /// Matrices in `matrices`, norms, biases and routers in F32, as llama.cpp's converters write them.
    List<TensorPlan> tensors(TensorType matrices) {
        var tensors = new ArrayList<TensorPlan>();
        tensors.add(new TensorPlan("token_embd.weight", matrices, width, vocabulary));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "blk." + layer + ".";
            addAttention(tensors, prefix, matrices);
            addVector(tensors, prefix + "ffn_norm.weight", width);
            if (experts.any()) {
                addExperts(tensors, prefix, matrices);
            } else {
                addFeedForward(tensors, prefix, "", matrices, ffnWidth);
            }
        }
        addVector(tensors, "output_norm.weight", width);
        if (!tied) {
            tensors.add(new TensorPlan("output.weight", matrices, width, vocabulary));
        }
        return tensors;
    }

    private void addAttention(List<TensorPlan> tensors, String prefix, TensorType type) {
        addVector(tensors, prefix + "attn_norm.weight", width);
        tensors.add(new TensorPlan(prefix + "attn_q.weight", type, width, queryWidth()));
        tensors.add(new TensorPlan(prefix + "attn_k.weight", type, width, kvWidth()));
        tensors.add(new TensorPlan(prefix + "attn_v.weight", type, width, kvWidth()));
        tensors.add(new TensorPlan(prefix + "attn_output.weight", type, queryWidth(), width));
        if (family.attentionBias) {
            addVector(tensors, prefix + "attn_q.bias", queryWidth());
            addVector(tensors, prefix + "attn_k.bias", kvWidth());
            addVector(tensors, prefix + "attn_v.bias", kvWidth());
        }
        if (family.headNorms) {
            addVector(tensors, prefix + "attn_q_norm.weight", headWidth);
            addVector(tensors, prefix + "attn_k_norm.weight", headWidth);
        }
    }

    private void addFeedForward(List<TensorPlan> tensors, String prefix, String suffix, TensorType type, int inner) {
        tensors.add(new TensorPlan(prefix + "ffn_gate" + suffix + ".weight", type, width, inner));
        tensors.add(new TensorPlan(prefix + "ffn_up" + suffix + ".weight", type, width, inner));
        tensors.add(new TensorPlan(prefix + "ffn_down" + suffix + ".weight", type, inner, width));
    }

    private void addExperts(List<TensorPlan> tensors, String prefix, TensorType type) {
        int count = experts.count();
        int inner = experts.ffnWidth();
        tensors.add(new TensorPlan(prefix + "ffn_gate_inp.weight", TensorType.F32, width, count));
        tensors.add(new TensorPlan(prefix + "ffn_gate_exps.weight", type, width, inner, count));
        tensors.add(new TensorPlan(prefix + "ffn_up_exps.weight", type, width, inner, count));
        tensors.add(new TensorPlan(prefix + "ffn_down_exps.weight", type, inner, width, count));
        if (experts.sharedFfnWidth() > 0) {
            addVector(tensors, prefix + "ffn_gate_inp_shexp.weight", width);
            addFeedForward(tensors, prefix, "_shexp", type, experts.sharedFfnWidth());
        }
    }

    private static void addVector(List<TensorPlan> tensors, String name, int length) {
        tensors.add(new TensorPlan(name, TensorType.F32, length));
    }
}
