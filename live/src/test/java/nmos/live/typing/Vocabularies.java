package nmos.live.typing;

import nmos.live.synth.Family;
import nmos.live.tokens.Tokenizer;

/// The ways to tokenise that differ. What is not at hand is skipped when asked for.
enum Vocabularies {
    SYNTHETIC_SPM,
    SYNTHETIC_LLAMA3,
    SYNTHETIC_QWEN,
    STORIES,
    LLAMA,
    GPT2,
    SPM_WITH_WHOLE_TOKENS,
    SPM_WITH_WHOLE_TOKENS_WITHOUT_PREFIX,
    GPT2_WITH_WHOLE_TOKENS,
    LLAMA3_WITH_WHOLE_TOKENS,
    QWEN_WITH_WHOLE_TOKENS;

    TextPieces pieces() {
        return TextPieces.of(tokenizer());
    }

    Tokenizer tokenizer() {
        return switch (this) {
            case SYNTHETIC_SPM -> Models.synthetic(Family.LLAMA2);
            case SYNTHETIC_LLAMA3 -> Models.synthetic(Family.LLAMA3);
            case SYNTHETIC_QWEN -> Models.synthetic(Family.QWEN2);
            case STORIES -> Models.stories();
            case LLAMA -> Models.llama();
            case GPT2 -> Models.gpt2();
            case SPM_WITH_WHOLE_TOKENS -> Models.spmWithWhole(true);
            case SPM_WITH_WHOLE_TOKENS_WITHOUT_PREFIX -> Models.spmWithWhole(false);
            case GPT2_WITH_WHOLE_TOKENS -> Models.bpeWithWhole("gpt-2");
            case LLAMA3_WITH_WHOLE_TOKENS -> Models.bpeWithWhole("llama-bpe");
            case QWEN_WITH_WHOLE_TOKENS -> Models.bpeWithWhole("qwen2");
        };
    }
}
