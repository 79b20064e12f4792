package nmos.scenarios.shape;

import java.util.List;

/// The mixtures of tensor types llama.cpp writes files in (`llama_ftype`). `base` is what a tensor gets that no rule names.
public enum Mix {
    F32("f32", TensorType.F32),
    F16("f16", TensorType.F16),
    BF16("bf16", TensorType.BF16),
    Q8_0("q8_0", TensorType.Q8_0),
    Q4_0("q4_0", TensorType.Q4_0),
    Q2_K("q2_k", TensorType.Q2_K),
    Q3_K_S("q3_k_s", TensorType.Q3_K),
    Q3_K_M("q3_k_m", TensorType.Q3_K),
    Q3_K_L("q3_k_l", TensorType.Q3_K),
    Q4_K_S("q4_k_s", TensorType.Q4_K),
    Q4_K_M("q4_k_m", TensorType.Q4_K),
    Q5_K_S("q5_k_s", TensorType.Q5_K),
    Q5_K_M("q5_k_m", TensorType.Q5_K),
    Q6_K("q6_k", TensorType.Q6_K);

    public final String label;
    public final TensorType base;

    Mix(String label, TensorType base) {
        this.label = label;
        this.base = base;
    }

    public static List<Mix> all() {
        return List.of(values());
    }

    boolean quantises() {
        return base.blockElements > 1;
    }
}
