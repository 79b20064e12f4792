package nmos.policy.anticipation;

/// Decides what to do for a prompt that is still being typed.
public interface Anticipation {
    /// Do not begin a reply.
    int WAIT = -1;

    /// Whether weights are loaded from the first keystroke on, instead of from the first pass.
    boolean warms();

    /// Up to which token to compute now; what is computed already, or less, for nothing.
    int prefillTo(Typing typing);

    /// Whether to begin the reply before it is asked for: [#WAIT], or with how many tokens the draft shall complete the prompt
    /// first. With 0 the prompt is taken to be complete as it stands.
    int replyAfter(Typing typing);

    /// Whether to reply to a completed prompt that is the person's with this chance.
    boolean believes(Typing typing, int chancePpm);
}
