package nmos.live.synth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufMetadata;
import nmos.live.gguf.GgufTensor;
import nmos.live.quant.Dequantise;

/// A transformer in double precision, token by token, written to be compared with: no batching, no tricks.
public final class ReferenceForward {
    private final Gguf gguf;
    private final boolean turnsNeighbours;
    private final int layers;
    private final int width;
    private final int heads;
    private final int kvHeads;
    private final int headWidth;
    private final double ropeBase;
    private final double epsilon;
    private final ReferenceExperts experts;
    private final Map<String, double[][]> weights = new LinkedHashMap<>();

    public ReferenceForward(Gguf gguf) {
        this.gguf = gguf;
        GgufMetadata m = gguf.metadata();
        String arch = m.string("general.architecture");
        turnsNeighbours = arch.equals("llama");
        layers = m.u32(arch + ".block_count");
        width = m.u32(arch + ".embedding_length");
        heads = m.u32(arch + ".attention.head_count");
        kvHeads = m.u32(arch + ".attention.head_count_kv");
        headWidth = m.u32(arch + ".attention.key_length");
        ropeBase = m.f32(arch + ".rope.freq_base");
        epsilon = m.f32(arch + ".attention.layer_norm_rms_epsilon");
        experts = new ReferenceExperts(arch, m.u32(arch + ".expert_count", 0), m.u32(arch + ".expert_used_count", 0));
        for (GgufTensor tensor : gguf.tensors()) {
            double[][] rows = new double[(int) tensor.rows()][];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = Dequantise.row(tensor, row);
            }
            weights.put(tensor.name(), rows);
        }
    }

    /// Logits after the last token. (vocabulary)
    double[] logits(int... tokens) {
        return logitsAfterEach(tokens)[tokens.length - 1];
    }

    /// (tokens, vocabulary)
    public double[][] logitsAfterEach(int... tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = weight("token_embd.weight")[tokens[t]].clone();
        }
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "blk." + layer + ".";
            attend(x, prefix);
            for (double[] row : x) {
                feedForward(row, prefix);
            }
        }
        double[][] head = weight(gguf.find("output.weight") == null ? "token_embd.weight" : "output.weight");
        double[][] logits = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            logits[t] = times(head, norm(x[t], weight("output_norm.weight")[0]));
        }
        return logits;
    }

    static int greedy(double[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private void attend(double[][] x, String prefix) {
        double[][] q = new double[x.length][]; // (rows, heads * headWidth)
        double[][] k = new double[x.length][]; // (rows, kvHeads * headWidth)
        double[][] v = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] normed = norm(x[t], weight(prefix + "attn_norm.weight")[0]);
            q[t] = project(prefix + "attn_q", normed);
            k[t] = project(prefix + "attn_k", normed);
            v[t] = project(prefix + "attn_v", normed);
            headNorms(q[t], prefix + "attn_q_norm.weight");
            headNorms(k[t], prefix + "attn_k_norm.weight");
            rotate(q[t], t);
            rotate(k[t], t);
        }
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[heads * headWidth];
            for (int head = 0; head < heads; head++) {
                mix(mixed, head, q[t], k, v, t);
            }
            add(x[t], times(weight(prefix + "attn_output.weight"), mixed));
        }
    }

    private void mix(double[] mixed, int head, double[] q, double[][] k, double[][] v, int last) {
        int from = head / (heads / kvHeads) * headWidth;
        double[] scores = new double[last + 1];
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t <= last; t++) {
            for (int i = 0; i < headWidth; i++) {
                scores[t] += q[head * headWidth + i] * k[t][from + i];
            }
            scores[t] /= Math.sqrt(headWidth);
            most = Math.max(most, scores[t]);
        }
        double sum = 0;
        for (int t = 0; t <= last; t++) {
            scores[t] = Math.exp(scores[t] - most);
            sum += scores[t];
        }
        for (int t = 0; t <= last; t++) {
            for (int i = 0; i < headWidth; i++) {
                mixed[head * headWidth + i] += scores[t] / sum * v[t][from + i];
            }
        }
    }

    private void headNorms(double[] x, String name) {
        if (gguf.find(name) != null) {
            for (int from = 0; from < x.length; from += headWidth) {
                double[] head = norm(Arrays.copyOfRange(x, from, from + headWidth), weight(name)[0]);
                System.arraycopy(head, 0, x, from, headWidth);
            }
        }
    }

    private void rotate(double[] x, int position) {
        int half = headWidth / 2;
        for (int from = 0; from < x.length; from += headWidth) {
            for (int pair = 0; pair < half; pair++) {
                int a = from + (turnsNeighbours ? 2 * pair : pair);
                int b = turnsNeighbours ? a + 1 : a + half;
                double angle = position * Math.pow(ropeBase, -2.0 * pair / headWidth);
                double turned = x[a] * Math.cos(angle) - x[b] * Math.sin(angle);
                x[b] = x[a] * Math.sin(angle) + x[b] * Math.cos(angle);
                x[a] = turned;
            }
        }
    }

    private void feedForward(double[] x, String prefix) {
        double[] normed = norm(x, weight(prefix + "ffn_norm.weight")[0]);
        add(x, weights.containsKey(prefix + "ffn_gate_inp.weight")
                ? experts.apply(normed, ofLayer(prefix))
                : swiGlu(
                        weight(prefix + "ffn_gate.weight"),
                        weight(prefix + "ffn_up.weight"),
                        weight(prefix + "ffn_down.weight"),
                        normed));
    }

    private Map<String, double[][]> ofLayer(String prefix) {
        var some = new LinkedHashMap<String, double[][]>();
        weights.forEach((name, weight) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), weight);
            }
        });
        return some;
    }

    static double[] swiGlu(double[][] gates, double[][] ups, double[][] downs, double[] x) {
        double[] gate = times(gates, x);
        double[] up = times(ups, x);
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        return times(downs, gate);
    }

    private double[] project(String name, double[] x) {
        double[] out = times(weight(name + ".weight"), x);
        if (gguf.find(name + ".bias") != null) {
            add(out, weight(name + ".bias")[0]);
        }
        return out;
    }

    private double[] norm(double[] x, double[] weight) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double inverse = 1 / Math.sqrt(squares / x.length + epsilon);
        double[] normed = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            normed[i] = x[i] * inverse * weight[i];
        }
        return normed;
    }

    static double[] times(double[][] matrix, double[] x) {
        double[] out = new double[matrix.length];
        for (int row = 0; row < out.length; row++) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += matrix[row][i] * x[i];
            }
            out[row] = sum;
        }
        return out;
    }

    private static void add(double[] to, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i];
        }
    }

    private double[][] weight(String name) {
        double[][] weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException(name + " is missing, width " + width);
        }
        return weight;
    }
}
