package nmos.live.typing;

import java.util.Arrays;
import nmos.live.tokens.Tokenizer;
import nmos.traces.ContentClass;

/// Exactly so many tokens of ordinary text: prose nobody wrote, tokenised and cut.
final class MadeUpTokens {
    private static final int CHARS_PER_TOKEN = 6;

    private MadeUpTokens() {}

    /// `start` comes first and counts.
    static int[] of(MadeUpText source, Tokenizer tokenizer, int[] start, int count) {
        if (count < start.length) {
            throw new IllegalArgumentException(count + " tokens cannot begin with " + start.length);
        }
        int[] ids = Arrays.copyOf(start, count);
        int wanted = count - start.length;
        int[] text = {};
        for (long chars = (long) CHARS_PER_TOKEN * wanted; text.length < wanted; chars *= 2) {
            String prose = source.passage(0, ContentClass.DOCS, Math.toIntExact(chars));
            text = tokenizer.encode(prose, false, false);
        }
        System.arraycopy(text, 0, ids, start.length, wanted);
        return ids;
    }
}
