package nmos.llamacpp;

import java.nio.file.Path;
import java.util.Optional;

/// What llama.cpp is to load, and how. `warmUp`: once loaded it computes something of no use, which reads all of the model.
/// `draft` is a second model that guesses ahead, at most `draftTokens` a time.
public record ModelOptions(
        Path model, int contextTokens, int threads, boolean mmap, boolean warmUp, Optional<Path> draft, int draftTokens) {
    private static final int DRAFT_TOKENS = 16;

    public ModelOptions {
        if (contextTokens < 1 || threads < 1 || draftTokens < 1) {
            throw new IllegalArgumentException("contextTokens " + contextTokens + ", threads " + threads
                    + ", draftTokens " + draftTokens + ": each must be at least 1");
        }
    }

    /// A mapped model without a draft.
    public static ModelOptions of(Path model, int contextTokens, int threads) {
        return new ModelOptions(model, contextTokens, threads, true, true, Optional.empty(), DRAFT_TOKENS);
    }

    public ModelOptions withDraft(Path draftModel, int tokens) {
        return new ModelOptions(model, contextTokens, threads, mmap, warmUp, Optional.of(draftModel), tokens);
    }

    /// Read into memory of its own, so that the page cache cannot drop it.
    public ModelOptions withoutMmap() {
        return new ModelOptions(model, contextTokens, threads, false, warmUp, draft, draftTokens);
    }

    /// As cold as its file is.
    public ModelOptions withoutWarmUp() {
        return new ModelOptions(model, contextTokens, threads, mmap, false, draft, draftTokens);
    }
}
