package nmos.live.typing;

import java.util.SplittableRandom;

/// Text that tries to be cut in the wrong place: words and marks of all kinds, whitespace of all kinds, halves of whole
/// tokens, and code points from all of Unicode.
final class Snippets {
    private static final String[] PARTS = {
        " ", " ", " ", "  ", "    ", "\n", "\r\n", "\t", "\n\n\n", "\u00a0", "\u3000", "\u0085", "\u001c", "a", "b",
        "ab", "the", "cat", "'", "'s", "'l", "l", "'r", "e", ".", "..", ",", "?!", "<", "t", ">", "<t>", "<t", "t>", "1", "123",
        "x9", "é", "e\u0301", "中文", "。", "ab a.", "🦙", "👩‍👩", "\u2581", "ß", "\uA7CB", "\u1c89", "\u0000",
        "don't", "I'LL", "_", "()", "<s>", "<0x41>"
    };

    /// What the whole tokens of [Models] are made of.
    private static final String[] NARROW = {" ", " ", "x", "b", "a", "c", ".", "\n", "<t>", "<"};

    private Snippets() {}

    static String of(SplittableRandom random, int most) {
        var text = new StringBuilder();
        boolean narrow = random.nextBoolean();
        for (int parts = random.nextInt(most + 1); parts > 0; parts--) {
            int point = random.nextInt(Character.MAX_CODE_POINT + 1);
            if (narrow) {
                text.append(NARROW[random.nextInt(NARROW.length)]);
            } else if (random.nextInt(12) == 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)) {
                text.appendCodePoint(point);
            } else {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
        }
        return text.toString();
    }

    /// A place between two code points.
    static int place(SplittableRandom random, String text) {
        return text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
    }
}
