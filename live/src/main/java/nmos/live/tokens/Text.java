package nmos.live.tokens;

/// Strings as the tokenizers want them.
final class Text {
    private static final int REPLACEMENT = 0xfffd;

    private Text() {}

    /// The same text with U+FFFD for each lone surrogate: `getBytes` would write a question mark, which is a real
    /// token.
    static String wellFormed(String text) {
        if (text.codePoints().noneMatch(Text::lone)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.codePoints().map(point -> lone(point) ? REPLACEMENT : point).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean lone(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
