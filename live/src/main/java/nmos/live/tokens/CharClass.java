package nmos.live.tokens;

/// The classes that pre-tokenizers tell apart: `\p{L}`, `\p{N}`, White_Space, everything else, and past the end of the
/// text.
///
/// They are those of Unicode 15.1, as in llama.cpp's tables: what 16.0 added is unassigned there, and so a symbol.
enum CharClass {
    LETTER,
    NUMBER,
    SPACE,
    SYMBOL,
    NOTHING;

    /// First and last of each range of letters and numbers that is new in Unicode 16.0 (UCD, DerivedAge and
    /// DerivedGeneralCategory), ascending.
    static final int[] NEW_IN_16 = {
        0x1c89, 0x1c8a, 0xa7cb, 0xa7cd, 0xa7da, 0xa7dc, 0x105c0, 0x105f3, 0x10d40, 0x10d65, 0x10d6f, 0x10d85, 0x10ec2,
        0x10ec4, 0x11380, 0x113b7, 0x113d1, 0x113d3, 0x116d0, 0x116e3, 0x11bc0, 0x11be0, 0x11bf0, 0x11bf9, 0x13460,
        0x143fa, 0x16100, 0x1611d, 0x16130, 0x16139, 0x16d40, 0x16d6c, 0x16d70, 0x16d79, 0x18cff, 0x18cff, 0x1ccf0,
        0x1ccf9, 0x1e5d0, 0x1e5fa
    };

    static CharClass at(String text, int index) {
        return index < text.length() ? of(text.codePointAt(index)) : NOTHING;
    }

    static CharClass of(int point) {
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> newIn16(point) ? SYMBOL : LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                newIn16(point) ? SYMBOL : NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            default -> (point >= '\t' && point <= '\r') || point == 0x85 ? SPACE : SYMBOL;
        };
    }

    private static boolean newIn16(int point) {
        if (point < NEW_IN_16[0]) {
            return false;
        }
        int range = NEW_IN_16.length - 2;
        while (range >= 0 && NEW_IN_16[range] > point) {
            range -= 2;
        }
        return range >= 0 && point <= NEW_IN_16[range + 1];
    }
}
