package nmos.live.draft;

import java.nio.file.Path;
import java.util.Arrays;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.model.ModelConfig;
import nmos.live.tokens.Tokenizer;

/// The words of an oracle, which a draft has to share: its guesses are token ids.
public record SharedVocabulary(Path oracle, Tokenizer words, int tokens) {
    /// Families pad their vocabularies to different lengths.
    private static final int MOST_PADDING = 4096;

    /// Those of a model file.
    ///
    /// @throws GgufException where it is no model that can be run here
    public static SharedVocabulary of(Path oracle) {
        try (Gguf gguf = Gguf.open(oracle)) {
            return new SharedVocabulary(oracle, Tokenizer.of(gguf), ModelConfig.of(gguf).vocabulary());
        }
    }

    /// The draft model of a file, which proposes no token that the oracle does not have.
    ///
    /// @throws GgufException where the file is no model, or one with other words
    public DraftModel draft(Path file, int threads, DraftModel.Room room) {
        return draft(file, DraftModel.Ground.threads(threads), room);
    }

    /// The same on something else than threads of the CPU.
    public DraftModel draft(Path file, DraftModel.Ground ground, DraftModel.Room room) {
        DraftModel model = DraftModel.load(file, ground, room);
        if (model.tokenizer().vocabulary().size() > words.vocabulary().size() + MOST_PADDING || !sameWords(model.tokenizer())) {
            model.close();
            throw GgufException.of(file, "its vocabulary is not that of " + oracle + ": a draft has to share it");
        }
        model.proposeBelow(tokens);
        return model;
    }

    private boolean sameWords(Tokenizer other) {
        int both = Math.min(words.vocabulary().size(), other.vocabulary().size());
        for (int id = 0; id < both; id++) {
            if (!Arrays.equals(words.bytes(id), other.bytes(id))) {
                return false;
            }
        }
        return true;
    }
}
