package nmos.policy.batching;

/// What the order of service may depend on: of each session with a turn in progress, what was seen so far.
///
/// How long a reply will get is not among it. Who wants to know must guess from the replies before.
public interface Turns {
    /// Rank of its submit among all.
    long submitted(int session);

    /// Prompt tokens still to compute; 0 once the reply has begun.
    int promptRows(int session);

    /// Verified tokens of the reply so far.
    int said(int session);

    /// Passes that carried rows of the turn.
    int passes(int session);

    /// Mean length of all replies that came to their end, in tokens; 0 while none has.
    int meanReply();

    /// Verified tokens a pass of the reply lately yielded, in parts per million; a million while that is unknown.
    int tauPpm(int session);

    /// Rows a pass may hold.
    int maxRows();
}
