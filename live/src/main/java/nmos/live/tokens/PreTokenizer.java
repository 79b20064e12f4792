package nmos.live.tokens;

/// How byte-level BPE cuts text into words before merging: no merge crosses a cut.
///
/// Each is defined by a regular expression over Unicode classes. They are matched by hand, because backtracking over a
/// megabyte of one class overflows `java.util.regex`'s stack, and because its `\s` and the expressions' differ. `\s` here
/// is the property White_Space; an unassigned code point counts as a symbol, as in llama.cpp.
public enum PreTokenizer {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    GPT_2 {
        @Override
        int end(String text, int from) {
            int contraction = contraction(text, from, false);
            if (contraction > from) {
                return contraction;
            }
            int word = text.charAt(from) == ' ' ? from + 1 : from;
            CharClass kind = CharClass.at(text, word);
            return kind == CharClass.SPACE || kind == CharClass.NOTHING
                    ? whitespaceEnd(text, from)
                    : runEnd(text, word, kind, Integer.MAX_VALUE);
        }
    },
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|` and then
    /// ` ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    LLAMA_BPE {
        @Override
        int end(String text, int from) {
            return modernEnd(text, from, 3);
        }
    },
    /// As [#LLAMA_BPE], but each digit is a word: `\p{N}`.
    QWEN2 {
        @Override
        int end(String text, int from) {
            return modernEnd(text, from, 1);
        }
    };

    /// By the name in `tokenizer.ggml.pre`.
    public static PreTokenizer of(String name) {
        return switch (name) {
            case "gpt-2" -> GPT_2;
            case "llama-bpe", "llama3", "llama-v3" -> LLAMA_BPE;
            case "qwen2", "deepseek-r1-qwen" -> QWEN2;
            default -> throw new TokenizerException("tokenizer.ggml.pre is '" + name
                    + "': the known pre-tokenizers are gpt-2, llama-bpe and qwen2");
        };
    }

    /// Where the word that starts at `from` ends. The text has no lone surrogates.
    abstract int end(String text, int from);

    private static int modernEnd(String text, int from, int digits) {
        int contraction = contraction(text, from, true);
        if (contraction > from) {
            return contraction;
        }
        int first = text.codePointAt(from);
        int second = from + Character.charCount(first);
        CharClass kind = CharClass.of(first);
        if (kind == CharClass.LETTER) {
            return runEnd(text, from, CharClass.LETTER, Integer.MAX_VALUE);
        }
        if (kind == CharClass.NUMBER) {
            return runEnd(text, from, CharClass.NUMBER, digits);
        }
        if (!newline(first) && CharClass.at(text, second) == CharClass.LETTER) {
            return runEnd(text, second, CharClass.LETTER, Integer.MAX_VALUE);
        }
        int symbols = first == ' ' ? second : from;
        if (CharClass.at(text, symbols) == CharClass.SYMBOL) {
            int end = runEnd(text, symbols, CharClass.SYMBOL, Integer.MAX_VALUE);
            while (end < text.length() && newline(text.charAt(end))) {
                end++;
            }
            return end;
        }
        int spaces = runEnd(text, from, CharClass.SPACE, Integer.MAX_VALUE);
        for (int end = spaces; end > from; end--) {
            if (newline(text.charAt(end - 1))) {
                return end;
            }
        }
        return whitespaceEnd(text, from);
    }

    /// `\s+(?!\S)|\s+`: all of the run at the end of a text, else all but its last, which belongs to the next word.
    private static int whitespaceEnd(String text, int from) {
        int end = runEnd(text, from, CharClass.SPACE, Integer.MAX_VALUE);
        return end == text.length() || end - from == 1 ? end : end - 1; // every White_Space is one char
    }

    private static int runEnd(String text, int from, CharClass kind, int most) {
        int end = from;
        for (int n = 0; n < most && CharClass.at(text, end) == kind; n++) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static int contraction(String text, int from, boolean anyCase) {
        if (text.charAt(from) != '\'' || from + 1 == text.length()) {
            return from;
        }
        char first = lower(text.charAt(from + 1), anyCase);
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return from + 2;
        }
        if (from + 2 == text.length()) {
            return from;
        }
        char second = lower(text.charAt(from + 2), anyCase);
        boolean known = ((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l');
        return known ? from + 3 : from;
    }

    private static char lower(char c, boolean anyCase) {
        return anyCase && c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    private static boolean newline(int c) {
        return c == '\r' || c == '\n';
    }
}
