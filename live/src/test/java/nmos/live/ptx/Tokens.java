package nmos.live.ptx;

import java.util.List;

/// The tokens of a text from some place on, and what is made of one or two of them.
final class Tokens {
    private final List<Token> tokens;
    private int at;

    Tokens(String text) {
        tokens = Token.all(text);
    }

    Operand.Literal literal(boolean negative) {
        Token token = next();
        String text = token.text();
        try {
            if (text.startsWith("0f") || text.startsWith("0F")) {
                return new Operand.Literal(Integer.parseUnsignedInt(text.substring(2), 16) ^ (negative ? 1 << 31 : 0), Operand.Form.SINGLE);
            }
            if (text.startsWith("0d") || text.startsWith("0D")) {
                return new Operand.Literal(Long.parseUnsignedLong(text.substring(2), 16) ^ (negative ? 1L << 63 : 0), Operand.Form.DOUBLE);
            }
            if (text.contains(".")) {
                double value = Double.parseDouble(text);
                return new Operand.Literal(Double.doubleToRawLongBits(negative ? -value : value), Operand.Form.DOUBLE);
            }
            long value = integer(text);
            return new Operand.Literal(negative ? -value : value, Operand.Form.INTEGER);
        } catch (NumberFormatException e) {
            throw wrong(token, "is not a number");
        }
    }

    private static long integer(String text) {
        String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) return Long.parseUnsignedLong(digits.substring(2), 16);
        if (digits.startsWith("0b") || digits.startsWith("0B")) return Long.parseUnsignedLong(digits.substring(2), 2);
        if (digits.length() > 1 && digits.startsWith("0")) return Long.parseUnsignedLong(digits, 8);
        return Long.parseUnsignedLong(digits);
    }

    long number() {
        Token token = peek();
        if (token.kind() != Token.Kind.NUMBER) throw wrong(token, "is not a number");
        return literal(false).bits();
    }

    void line(int line) {
        while (peek().line() == line && peek().kind() != Token.Kind.END) next();
    }

    void block() {
        expect("{");
        while (!accept("}")) next();
    }

    Token peek() {
        return after(0);
    }

    Token after(int tokensOn) {
        return tokens.get(Math.min(at + tokensOn, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() == Token.Kind.END) throw wrong(token, "of the text comes too early");
        at++;
        return token;
    }

    String word() {
        Token token = next();
        if (token.kind() != Token.Kind.WORD) throw wrong(token, "stands where a name should");
        return token.text();
    }

    boolean accept(String sign) {
        if (!peek().is(sign)) return false;
        at++;
        return true;
    }

    void expect(String sign) {
        Token token = next();
        if (!token.is(sign)) throw wrong(token, "stands where " + sign + " should");
    }

    static PtxException wrong(Token token, String why) {
        return new PtxException("line " + token.line() + ": " + token.text() + " " + why);
    }

    void skip(int count) {
        at += count;
    }
}
