package nmos.live.typing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import nmos.live.tokens.Bpe;
import nmos.live.tokens.Spm;
import nmos.live.tokens.TokenKind;
import nmos.live.tokens.Tokenizer;
import nmos.live.tokens.Vocabulary;

/// Cuts text where no token can ever cross, so that the tokens of a text are those of its pieces one after the other, and
/// those of all pieces but the last stay when more text follows. Immutable; one serves all prompts of a model.
///
/// Whether a place is a cut depends on the characters right before and after it, and at most on the one after that:
///
/// * SPM joins whatever makes a token, but a pair of characters that no token of the vocabulary holds side by side is never
///   joined. Cuts are before spaces after such a character. In vocabularies trained on words (all that are known here) that
///   is every space after anything but a space.
/// * BPE joins within words only, and each of its pre-tokenizers ends a word before a space that follows no white space, and
///   after a letter that no letter follows, wherever it began to read and whatever comes next.
///
/// Tokens that are always one whatever surrounds them ("user defined") could lie across a cut; a pair of characters that one of
/// them holds is no cut.
public final class TextPieces {
    private static final char SPM_SPACE = '\u2581';

    private final Tokenizer tokenizer;
    private final Set<Integer> wholePairs = new HashSet<>();
    private final BitSet wholeFirst = new BitSet();
    private final BitSet wholeLast = new BitSet();
    private final BitSet joinsSpace = new BitSet();

    private TextPieces(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        Vocabulary vocabulary = tokenizer.vocabulary();
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.text(id);
            if (vocabulary.kind(id) == TokenKind.USER_DEFINED && !token.isEmpty()) {
                wholeFirst.set(token.charAt(0));
                wholeLast.set(token.charAt(token.length() - 1));
                pairs(token, wholePairs::add);
            }
            if (tokenizer instanceof Spm) {
                pairs(token, pair -> {
                    if ((char) (int) pair == SPM_SPACE) {
                        joinsSpace.set(pair >>> Character.SIZE);
                    }
                });
            }
        }
    }

    public static TextPieces of(Tokenizer tokenizer) {
        return new TextPieces(tokenizer);
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Whether a piece ends before char `at` and another begins there, in this text and in any that starts with its first
    /// `at + 1` chars. Between the halves of a surrogate pair is no cut.
    boolean cut(CharSequence text, int at) {
        if (at <= 0 || at >= text.length() || wholePairs.contains(pair(text.charAt(at - 1), text.charAt(at)))) {
            return false;
        }
        return switch (tokenizer) {
            case Spm spm -> text.charAt(at) == ' '
                    && !joinsSpace.get(text.charAt(at - 1) == ' ' ? SPM_SPACE : text.charAt(at - 1))
                    && (!spm.addsSpacePrefix() || alone(text, at));
            case Bpe _ -> wordEnds(text, at);
        };
    }

    /// SPM puts a space before what follows a user-defined token, and before a text's first word but not before such a
    /// token; a piece can then not be told from its text by itself.
    private boolean alone(CharSequence text, int at) {
        return !wholeLast.get(text.charAt(at - 1))
                && !wholeFirst.get(text.charAt(at))
                && (at + 1 == text.length() || !wholeFirst.get(text.charAt(at + 1)));
    }

    private static boolean wordEnds(CharSequence text, int at) {
        char before = text.charAt(at - 1);
        return (text.charAt(at) == ' ' && !white(before))
                || (letter(before) && !Character.isLetter(Character.codePointAt(text, at)));
    }

    private static boolean white(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /// In blocks where this Java and the tables that llama.cpp was built with agree on what a letter is.
    private static boolean letter(char c) {
        return Character.isLetter(c) && (c < 0x1c80 || (c >= 0x3041 && c < 0xa000) || (c >= 0xac00 && c <= 0xd7a3));
    }

    /// The tokens of the piece of a text from `from` to before `to`.
    int[] encode(StringBuilder text, int from, int to) {
        if (from == 0 || !tokenizer.addsSpacePrefix()) {
            return tokenizer.encode(text.substring(from, to), false, false);
        }
        // the piece begins with a space, and the tokenizer adds one: it gets the rest
        if (from + 1 < to) {
            return tokenizer.encode(text.substring(from + 1, to), false, false);
        }
        // of nothing it makes nothing: read the space with what is before, from which a cut divides it
        int before = text.offsetByCodePoints(from, -1);
        int[] alone = tokenizer.encode(text.substring(before, from), false, false);
        int[] both = tokenizer.encode(text.substring(before, to), false, false);
        return Arrays.copyOfRange(both, alone.length, both.length);
    }

    private static void pairs(String token, Consumer<Integer> each) {
        for (int i = 1; i < token.length(); i++) {
            each.accept(pair(token.charAt(i - 1), token.charAt(i)));
        }
    }

    private static int pair(char left, char right) {
        return left << Character.SIZE | right;
    }
}
