package nmos.live.ptx;

import java.util.ArrayList;
import java.util.List;

/// A piece of the text: a word with its dots, a number, a string, or one other sign.
record Token(Kind kind, String text, int line) {
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    boolean is(String other) {
        return kind != Kind.STRING && text.equals(other);
    }

    static List<Token> all(String text) {
        List<Token> tokens = new ArrayList<>();
        int line = 1;
        int at = 0;
        int end = text.length();
        while (at < end) {
            char c = text.charAt(at);
            int from = at;
            if (c == '\n') {
                line++;
                at++;
            } else if (c <= ' ') {
                at++;
            } else if (text.startsWith("//", at)) {
                at = text.indexOf('\n', at);
                if (at < 0) at = end;
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at);
                if (at < 0) throw new PtxException("line " + line + ": a comment does not end");
                at += 2;
                for (int i = from; i < at; i++) if (text.charAt(i) == '\n') line++;
            } else if (c == '"') {
                at = text.indexOf('"', at + 1) + 1;
                if (at == 0) throw new PtxException("line " + line + ": a string does not end");
                tokens.add(new Token(Kind.STRING, text.substring(from + 1, at - 1), line));
            } else if (c >= '0' && c <= '9') {
                while (at < end && inNumber(text, from, at)) at++;
                tokens.add(new Token(Kind.NUMBER, text.substring(from, at), line));
            } else if (inWord(c)) {
                at = wordEnd(text, at);
                tokens.add(new Token(Kind.WORD, text.substring(from, at), line));
            } else {
                at++;
                tokens.add(new Token(Kind.SIGN, String.valueOf(c), line));
            }
        }
        tokens.add(new Token(Kind.END, "the end", line));
        return tokens;
    }

    /// `.L2::128B` is a part of a word; a single colon ends a label.
    private static int wordEnd(String text, int at) {
        while (at < text.length()) {
            if (inWord(text.charAt(at))) at++;
            else if (text.startsWith("::", at)) at += 2;
            else break;
        }
        return at;
    }

    private static boolean inWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '%' || c == '.';
    }

    /// `1.5e-3` too; but `%r1+4` has its sign outside.
    private static boolean inNumber(String text, int from, int at) {
        char c = text.charAt(at);
        if (c == '+' || c == '-') {
            char before = text.charAt(at - 1);
            return (before == 'e' || before == 'E') && !text.startsWith("0x", from) && !text.startsWith("0f", from)
                    && !text.startsWith("0d", from) && !text.startsWith("0F", from) && !text.startsWith("0D", from);
        }
        return inWord(c) && c != '$' && c != '%';
    }
}
