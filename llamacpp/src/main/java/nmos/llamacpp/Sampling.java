package nmos.llamacpp;

/// How the next token is chosen.
public sealed interface Sampling {
    /// Always the likeliest.
    record Greedy() implements Sampling {}

    /// Drawn from what the filters leave; `topK` 0, `topP` 1, `minP` 0 and `repeatPenalty` 1 each filter nothing.
    record Drawn(float temperature, int topK, float topP, float minP, float repeatPenalty, int seed)
            implements Sampling {}
}
