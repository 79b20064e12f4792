package nmos.live.synth;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// The feed-forward half of one layer of a mixture, in double precision: every expert's turn is decided, and each computed,
/// for one row alone.
final class ReferenceExperts {
    private final int count;
    private final int used;
    private final boolean sharesSumToOne;

    /// llama and qwen3moe share out the whole among the chosen, qwen2moe what the chosen have of all.
    ReferenceExperts(String architecture, int count, int used) {
        this.count = count;
        this.used = used;
        sharesSumToOne = !architecture.equals("qwen2moe");
    }

    /// What the layer makes of a normed row; `weights` by their names without the layer's.
    double[] apply(double[] x, Map<String, double[][]> weights) {
        double[] shares = softmax(ReferenceForward.times(weight(weights, "ffn_gate_inp"), x));
        int[] chosen = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer e) -> -shares[e]))
                .limit(used)
                .mapToInt(Integer::intValue)
                .toArray();
        double whole = sharesSumToOne ? Arrays.stream(chosen).mapToDouble(e -> shares[e]).sum() : 1;
        double[] out = new double[x.length];
        for (int expert : chosen) {
            double[] one = ReferenceForward.swiGlu(
                    part(weight(weights, "ffn_gate_exps"), expert),
                    part(weight(weights, "ffn_up_exps"), expert),
                    part(weight(weights, "ffn_down_exps"), expert),
                    x);
            addScaled(out, one, shares[expert] / whole);
        }
        if (weights.containsKey("ffn_gate_inp_shexp.weight")) {
            double[][] gate = weight(weights, "ffn_gate_inp_shexp");
            double[] shared = ReferenceForward.swiGlu(
                    weight(weights, "ffn_gate_shexp"),
                    weight(weights, "ffn_up_shexp"),
                    weight(weights, "ffn_down_shexp"),
                    x);
            addScaled(out, shared, 1 / (1 + Math.exp(-ReferenceForward.times(gate, x)[0])));
        }
        return out;
    }

    private static double[][] weight(Map<String, double[][]> weights, String name) {
        return Objects.requireNonNull(weights.get(name + ".weight"), name);
    }

    private double[][] part(double[][] experts, int expert) {
        int rows = experts.length / count;
        return Arrays.copyOfRange(experts, expert * rows, (expert + 1) * rows);
    }

    private static double[] softmax(double[] x) {
        double[] shares = Arrays.stream(x).map(Math::exp).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static void addScaled(double[] to, double[] what, double scale) {
        for (int i = 0; i < to.length; i++) {
            to[i] += scale * what[i];
        }
    }
}
