package nmos.scenarios.shape;

import static nmos.scenarios.shape.TensorType.Q3_K;
import static nmos.scenarios.shape.TensorType.Q4_0;
import static nmos.scenarios.shape.TensorType.Q4_K;
import static nmos.scenarios.shape.TensorType.Q5_0;
import static nmos.scenarios.shape.TensorType.Q5_1;
import static nmos.scenarios.shape.TensorType.Q5_K;
import static nmos.scenarios.shape.TensorType.Q6_K;
import static nmos.scenarios.shape.TensorType.Q8_0;

/// Which type llama.cpp gives each tensor of a llama-like model when it quantises without an importance matrix or
/// overrides: the rules of `llama_tensor_get_type` and `tensor_type_fallback` in its `src/llama-quant.cpp`, for the
/// mixtures of [Mix].
final class TypeRules {
    /// llama.cpp takes any model of this family with 80 layers for a 70B one.
    private static final int LAYERS_OF_70B = 80;

    /// What a tensor is for, as far as the rules care.
    enum Role {
        ATTENTION_Q,
        ATTENTION_K,
        ATTENTION_V,
        ATTENTION_OUTPUT,
        FFN_GATE,
        FFN_UP,
        FFN_DOWN,
        EMBEDDING,
        OUTPUT,
        /// A matrix that no rule names.
        OTHER
    }

    private final Architecture architecture;
    private final Mix mix;

    TypeRules(Architecture architecture, Mix mix) {
        this.architecture = architecture;
        this.mix = mix;
    }

    TensorType of(Role role, int layer, long columns) {
        if (!mix.quantises()) {
            return mix.base;
        }
        return fitting(wanted(role, layer, columns), columns);
    }

    private TensorType wanted(Role role, int layer, long columns) {
        return switch (role) {
            case OUTPUT -> output(columns);
            case EMBEDDING -> architecture.tied() ? output(columns) : mix.base;
            case ATTENTION_V -> eightExperts() ? Q8_0 : attentionV(layer);
            case ATTENTION_K -> eightExperts() ? Q8_0 : mix.base;
            case ATTENTION_OUTPUT -> eightExperts() ? outputOfEightExperts() : switch (mix) {
                case Q2_K -> Q3_K;
                case Q3_K_M -> Q4_K;
                case Q3_K_L -> Q5_K;
                default -> mix.base;
            };
            case FFN_DOWN -> ffnDown(layer);
            case ATTENTION_Q, FFN_GATE, FFN_UP, OTHER -> mix.base;
        };
    }

    /// What the rules know a Mixtral by: its attention is small beside its experts, and gets more bits.
    private boolean eightExperts() {
        return architecture.mixture().map(m -> m.experts() == 8).orElse(false);
    }

    private TensorType outputOfEightExperts() {
        return switch (mix) {
            case Q2_K, Q3_K_S, Q3_K_M, Q4_K_S, Q4_K_M -> Q5_K;
            default -> mix.base;
        };
    }

    private TensorType output(long columns) {
        return columns % mix.base.blockElements != 0 || mix.base == Q8_0 ? Q8_0 : Q6_K;
    }

    private TensorType attentionV(int layer) {
        TensorType type = switch (mix) {
            case Q2_K -> architecture.heads() / architecture.kvHeads() >= 4 ? Q4_K : Q3_K;
            case Q3_K_M -> layer < 2 ? Q5_K : Q4_K;
            case Q3_K_L -> Q5_K;
            case Q4_K_S -> layer < 4 ? Q5_K : Q4_K;
            case Q4_K_M, Q5_K_M -> moreBits(layer) ? Q6_K : mix.base;
            default -> mix.base;
        };
        boolean widen = architecture.layers() == LAYERS_OF_70B && (type == Q3_K || type == Q4_K);
        return widen ? Q5_K : type;
    }

    private TensorType ffnDown(int layer) {
        int layers = architecture.layers();
        return switch (mix) {
            case Q2_K -> Q3_K;
            case Q3_K_M -> layer < layers / 16 ? Q5_K : Q4_K;
            case Q3_K_L -> Q5_K;
            case Q4_K_S -> layer < layers / 8 ? Q5_K : Q4_K;
            case Q4_K_M, Q5_K_M -> moreBits(layer) ? Q6_K : mix.base;
            default -> mix.base;
        };
    }

    /// The first and last eighth of the layers, and every third between them.
    private boolean moreBits(int layer) {
        int eighth = architecture.layers() / 8;
        return layer < eighth || layer >= 7 * architecture.layers() / 8 || (layer - eighth) % 3 == 2;
    }

    /// A row must be whole blocks; where it is not, a type with blocks of 32 takes over.
    private static TensorType fitting(TensorType wanted, long columns) {
        if (columns % wanted.blockElements == 0) {
            return wanted;
        }
        TensorType smaller = switch (wanted) {
            case Q2_K, Q3_K -> Q4_0;
            case Q4_K -> Q5_0;
            case Q5_K -> Q5_1;
            case Q6_K -> Q8_0;
            case F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 -> TensorType.F16;
        };
        return columns % smaller.blockElements == 0 ? smaller : TensorType.F16;
    }
}
