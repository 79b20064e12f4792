package nmos.live.tokens;

import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufMetadata;
import org.jspecify.annotations.Nullable;

/// What a model file says of its vocabulary, checked for consistency and not yet interpreted.
///
/// `algorithm` is `tokenizer.ggml.model`, `preTokenizer` is `tokenizer.ggml.pre`. `scores` rank SPM tokens and are
/// empty for BPE; `merges` the other way round; `types` is empty where all tokens are normal. A missing id is [#NONE].
/// The flags are null where the file leaves them to the algorithm.
public record TokenizerModel(
        String architecture,
        String algorithm,
        String preTokenizer,
        String[] tokens,
        float[] scores,
        int[] types,
        String[] merges,
        Ids ids,
        @Nullable Boolean addBos,
        @Nullable Boolean addEos,
        @Nullable Boolean addSpacePrefix,
        @Nullable String chatTemplate) {
    public static final int NONE = -1;

    /// The tokens that have a role: start and end of text, unknown, end of a turn, end of a message.
    public record Ids(int bos, int eos, int unknown, int eot, int eom) {}

    public TokenizerModel {
        if (tokens.length == 0) {
            throw new TokenizerException("tokenizer.ggml.tokens is empty: the file has no vocabulary");
        }
        requireOnePerToken("scores", scores.length, tokens.length);
        requireOnePerToken("token_type", types.length, tokens.length);
        requireToken("bos_token_id", ids.bos(), tokens.length);
        requireToken("eos_token_id", ids.eos(), tokens.length);
        requireToken("unknown_token_id", ids.unknown(), tokens.length);
        requireToken("eot_token_id", ids.eot(), tokens.length);
        requireToken("eom_token_id", ids.eom(), tokens.length);
    }

    /// Reads what the file says, with llama.cpp's defaults for the ids that an old SPM file leaves out.
    public static TokenizerModel of(Gguf gguf) {
        GgufMetadata metadata = gguf.metadata();
        String algorithm = metadata.string("tokenizer.ggml.model");
        boolean spm = algorithm.equals("llama");
        return new TokenizerModel(
                metadata.string("general.architecture"),
                algorithm,
                metadata.string("tokenizer.ggml.pre", ""),
                metadata.strings("tokenizer.ggml.tokens").toArray(String[]::new),
                metadata.f32s("tokenizer.ggml.scores", new float[0]),
                metadata.i32s("tokenizer.ggml.token_type", new int[0]),
                metadata.strings("tokenizer.ggml.merges", List.of()).toArray(String[]::new),
                new Ids(
                        id(metadata, "bos", spm ? 1 : NONE),
                        id(metadata, "eos", spm ? 2 : NONE),
                        id(metadata, "unknown", spm ? 0 : NONE),
                        id(metadata, "eot", NONE),
                        id(metadata, "eom", NONE)),
                statedFlag(metadata, "tokenizer.ggml.add_bos_token"),
                statedFlag(metadata, "tokenizer.ggml.add_eos_token"),
                statedFlag(metadata, "tokenizer.ggml.add_space_prefix"),
                metadata.has("tokenizer.chat_template") ? metadata.string("tokenizer.chat_template") : null);
    }

    private static int id(GgufMetadata metadata, String role, int fallback) {
        return metadata.u32("tokenizer.ggml." + role + "_token_id", fallback);
    }

    private static @Nullable Boolean statedFlag(GgufMetadata metadata, String key) {
        return metadata.has(key) ? Boolean.valueOf(metadata.bool(key, false)) : null;
    }

    private static void requireOnePerToken(String key, int length, int tokens) {
        if (length != 0 && length != tokens) {
            throw new TokenizerException(
                    "tokenizer.ggml." + key + " has " + length + " entries for " + tokens + " tokens");
        }
    }

    private static void requireToken(String key, int id, int tokens) {
        if (id < NONE || id >= tokens) {
            throw new TokenizerException(
                    "tokenizer.ggml." + key + " is " + id + ", outside the vocabulary of " + tokens);
        }
    }

    static boolean flag(@Nullable Boolean stated, boolean otherwise) {
        return stated == null ? otherwise : stated;
    }
}
