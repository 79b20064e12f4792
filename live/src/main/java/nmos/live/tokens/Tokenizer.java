package nmos.live.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import nmos.live.gguf.Gguf;

/// Text to token ids and back. Immutable, so threads may share it.
///
/// A lone surrogate in the text counts as U+FFFD, since token ids stand for UTF-8.
public sealed interface Tokenizer permits Spm, Bpe {
    /// The tokenizer of a model file; what is wrong with it is a [TokenizerException] that names the file.
    static Tokenizer of(Gguf gguf) {
        try {
            return of(TokenizerModel.of(gguf));
        } catch (TokenizerException e) {
            throw new TokenizerException(gguf.path() + ": " + e.getMessage());
        }
    }

    static Tokenizer of(TokenizerModel model) {
        return switch (model.algorithm()) {
            case "llama" -> new Spm(model);
            case "gpt2" -> new Bpe(model);
            default -> throw new TokenizerException("tokenizer.ggml.model is '" + model.algorithm()
                    + "': only llama (SentencePiece) and gpt2 (byte-level BPE) are known");
        };
    }

    Vocabulary vocabulary();

    /// `addSpecial` puts the start and end tokens where the model wants them; `parseSpecial` reads the spelling of a
    /// control token as that token, as chat templates need, and not as text, as a person's own words need.
    int[] encode(String text, boolean addSpecial, boolean parseSpecial);

    /// The bytes that a token adds to a text: often not whole characters. Control, unknown and padding tokens add none.
    byte[] bytes(int id);

    /// Whether text that stands at the start, or after a special token, was given a space that nobody typed.
    boolean addsSpacePrefix();

    /// The text of a whole sequence, without an added first space; bytes that form no character come out as U+FFFD.
    default String decode(int... ids) {
        var out = new ByteArrayOutputStream();
        boolean start = addsSpacePrefix();
        for (int id : ids) {
            byte[] bytes = bytes(id);
            int skip = start && bytes.length > 0 && bytes[0] == ' ' ? 1 : 0;
            out.write(bytes, skip, bytes.length - skip);
            start &= bytes.length == 0;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
