package nmos.live.tokens;

/// What a token is for, in the order of the codes that `tokenizer.ggml.token_type` holds, from 1.
public enum TokenKind {
    NORMAL,
    UNKNOWN,
    /// Steers the model (start, end, roles); has a spelling, but is no text.
    CONTROL,
    /// Text that is always one token, whatever surrounds it.
    USER_DEFINED,
    /// A row of the embedding matrix that no text reaches: padding.
    UNUSED,
    /// One byte, for text that no other token covers.
    BYTE;

    private static final TokenKind[] BY_CODE = values();

    static TokenKind of(int code) {
        // llama.cpp reads code 0 and unknown codes as "undefined", which no text reaches either
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : UNUSED;
    }
}
