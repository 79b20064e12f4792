package nmos.policy;

/// A pure state machine: the same signals at the same times give the same commands, in every world.
///
/// One thread at a time calls it. `nowNs` never goes back.
public interface Policy {
    /// Takes one signal and answers with any number of commands.
    void on(long nowNs, Signal signal, Commands out);

    /// When to send [Signal.Woke] if nothing else happens first: later than the last `nowNs`, or `Long.MAX_VALUE` for never.
    long wakeAtNs();

    /// Hash of the state, kept incrementally, so that two runs can be compared signal by signal.
    long digest();
}
