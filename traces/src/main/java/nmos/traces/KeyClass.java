package nmos.traces;

/// What a key is, where the text itself is not told.
public enum KeyClass {
    /// A letter, a digit, or a mark that belongs to one.
    LETTER("letter"),
    SPACE("space"),
    PUNCTUATION("punctuation"),
    NEWLINE("newline");

    public final String label;

    KeyClass(String label) {
        this.label = label;
    }

    public static KeyClass of(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r') {
            return NEWLINE;
        }
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            return SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION, Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL -> PUNCTUATION;
            default -> LETTER;
        };
    }
}
