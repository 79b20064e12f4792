package nmos.llamacpp;

/// llama.cpp could not do what was asked: one line with the file or the call, the cause, and what the child printed of
/// it.
public final class LlamaCppException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LlamaCppException(String message) {
        super(message);
    }
}
