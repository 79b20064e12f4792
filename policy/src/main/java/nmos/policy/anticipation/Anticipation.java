package nmos.policy.anticipation;

/// Decides what to do for a prompt that is still being typed.
public interface Anticipation {
    /// Of a prompt with `total` tokens so far, `stable` of them settled and `computed` already in KV: up to which token to
    /// compute now. `computed` or less for nothing.
    int prefillTo(int stable, int total, int computed);
}
