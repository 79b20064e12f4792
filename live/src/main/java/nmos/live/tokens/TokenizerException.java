package nmos.live.tokens;

/// A vocabulary or chat template that cannot be used, in one line for the person who chose the file.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenizerException(String message) {
        super(message);
    }
}
