package nmos.policy.anticipation;

/// What may be set about anticipation. `predictTokens`: how many tokens the draft may add to a half-typed prompt.
/// `unloadAfterNs`: how long after the last sign of anybody weights are given up, `Long.MAX_VALUE` for never.
public record AnticipationKnobs(Anticipations kind, int predictTokens, long unloadAfterNs) {}
