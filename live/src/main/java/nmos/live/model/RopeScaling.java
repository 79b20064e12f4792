package nmos.live.model;

import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufMetadata;

/// How rotary embedding is stretched past the context a model was trained with. Llama 3's way is a tensor of factors, which the
/// weights carry.
public sealed interface RopeScaling {
    record None() implements RopeScaling {}

    /// Positions divided by the factor.
    record Linear(float factor) implements RopeScaling {}

    /// YaRN: slow turns as [Linear], fast ones as trained, a ramp between; the result is made a little larger.
    record Yarn(float factor, int trainedContext, float attentionFactor) implements RopeScaling {
        /// Turns over the trained context beyond which, and below which, a turn counts as fast or slow. llama.cpp's defaults.
        static final float FAST_TURNS = 32;

        static final float SLOW_TURNS = 1;
    }

    /// As llama.cpp reads it: linear where no kind is said, by the older key where the newer is missing, and a factor of 0 is 1.
    static RopeScaling of(GgufMetadata metadata, String source, String prefix) {
        String type = metadata.string(prefix + "rope.scaling.type", "linear");
        float written = metadata.f32(prefix + "rope.scaling.factor", metadata.f32(prefix + "rope.scale_linear", 0));
        float factor = written == 0 ? 1 : written;
        return switch (type) {
            case "none" -> new None();
            case "linear" -> factor == 1 ? new None() : new Linear(factor);
            case "yarn" -> new Yarn(
                    factor,
                    metadata.u32(prefix + "rope.scaling.original_context_length", metadata.u32(prefix + "context_length")),
                    metadata.f32(prefix + "rope.scaling.attn_factor", 1));
            default -> throw GgufException.of(
                    source, prefix + "rope.scaling.type", "is '" + type + "'; known are none, linear, yarn");
        };
    }
}
