package nmos.live.model;

import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufMetadata;

/// What a model file says about the model's shape. `width`: numbers in a row between layers; `experts` is 0 where there is no
/// mixture.
public record ModelConfig(
        Architecture architecture,
        int layers,
        int width,
        int heads,
        int kvHeads,
        int headWidth,
        int vocabulary,
        int contextPositions,
        float normEpsilon,
        int ropeDims,
        float ropeBase,
        RopeScaling ropeScaling,
        int experts,
        int expertsUsed) {

    private static final float DEFAULT_ROPE_BASE = 10_000;

    public static ModelConfig of(Gguf gguf) {
        Architecture architecture = Architecture.of(gguf);
        String file = gguf.path().toString();
        GgufMetadata metadata = gguf.metadata();
        String prefix = architecture + ".";
        int width = positive(file, metadata, prefix + "embedding_length");
        int heads = positive(file, metadata, prefix + "attention.head_count");
        int kvHeads = metadata.u32(prefix + "attention.head_count_kv", heads);
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw GgufException.of(
                    file, prefix + "attention.head_count_kv", "is " + kvHeads + ", which does not divide " + heads + " heads");
        }
        int headWidth = metadata.u32(prefix + "attention.key_length", width / heads);
        int valueWidth = metadata.u32(prefix + "attention.value_length", width / heads);
        if (headWidth < 2 || headWidth != valueWidth) {
            throw GgufException.of(
                    file,
                    prefix + "attention.key_length",
                    "is " + headWidth + ", and values are " + valueWidth + " wide: only equal widths of 2 and more are known");
        }
        int ropeDims = metadata.u32(prefix + "rope.dimension_count", headWidth);
        if (ropeDims < 2 || ropeDims % 2 != 0 || ropeDims > headWidth) {
            throw GgufException.of(
                    file, prefix + "rope.dimension_count", "is " + ropeDims + ", not even or past a head of " + headWidth);
        }
        int experts = metadata.u32(prefix + "expert_count", 0);
        int used = metadata.u32(prefix + "expert_used_count", 0);
        if (experts > 0 && (used < 1 || used > experts)) {
            throw GgufException.of(file, prefix + "expert_used_count", "is " + used + " of " + experts + " experts");
        }
        return new ModelConfig(
                architecture,
                positive(file, metadata, prefix + "block_count"),
                width,
                heads,
                kvHeads,
                headWidth,
                vocabulary(gguf),
                positive(file, metadata, prefix + "context_length"),
                metadata.f32(prefix + "attention.layer_norm_rms_epsilon"),
                ropeDims,
                metadata.f32(prefix + "rope.freq_base", DEFAULT_ROPE_BASE),
                RopeScaling.of(metadata, file, prefix),
                experts,
                used);
    }

    /// Rows of the embedding: the file's word for it is optional, and llama.cpp counts tokens, which may be fewer.
    private static int vocabulary(Gguf gguf) {
        long rows = gguf.tensor("token_embd.weight").rows();
        if (rows < 1 || rows > Integer.MAX_VALUE / 2) {
            throw GgufException.of(gguf.path().toString(), "tensor token_embd.weight", "has " + rows + " rows");
        }
        return (int) rows;
    }

    private static int positive(String file, GgufMetadata metadata, String key) {
        int value = metadata.u32(key);
        if (value < 1) {
            throw GgufException.of(file, key, "is " + value + ": at least 1 is needed");
        }
        return value;
    }

    public int queryWidth() {
        return heads * headWidth;
    }

    public int kvWidth() {
        return kvHeads * headWidth;
    }
}
