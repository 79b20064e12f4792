package nmos.live.gguf;

import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// Numbers of ggml's `enum ggml_type`: those we read, and the names of those we do not.
final class TensorTypes {
    private static final TensorType[] SUPPORTED = TensorType.values();

    private TensorTypes() {}

    static @Nullable TensorType of(int id) {
        for (TensorType type : SUPPORTED) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }

    static String describe(int id) {
        return switch (id) {
            case 4 -> "Q4_2 (4)";
            case 5 -> "Q4_3 (5)";
            case 9 -> "Q8_1 (9)";
            case 15 -> "Q8_K (15)";
            case 16 -> "IQ2_XXS (16)";
            case 17 -> "IQ2_XS (17)";
            case 18 -> "IQ3_XXS (18)";
            case 19 -> "IQ1_S (19)";
            case 20 -> "IQ4_NL (20)";
            case 21 -> "IQ3_S (21)";
            case 22 -> "IQ2_S (22)";
            case 23 -> "IQ4_XS (23)";
            case 24 -> "I8 (24)";
            case 25 -> "I16 (25)";
            case 26 -> "I32 (26)";
            case 27 -> "I64 (27)";
            case 28 -> "F64 (28)";
            case 29 -> "IQ1_M (29)";
            case 34 -> "TQ1_0 (34)";
            case 35 -> "TQ2_0 (35)";
            case 39 -> "MXFP4 (39)";
            default -> Integer.toUnsignedString(id) + " (unknown to ggml)";
        };
    }
}
