package nmos.world.typing;

/// One turn as a person will do it, in steps, each of which makes a new revision of the prompt. Tokens count from the start
/// of the prompt; the conversation before it is not in them.
public interface TurnScript {
    /// In `submitAfterNs`: the person leaves half way.
    long NEVER = -1;

    /// One change to the prompt, `afterNs` after the turn began. `total` tokens are there then, those before `stable` are
    /// settled, and those before `changed` are the ones of the step before. `edits` where something was taken away or
    /// arrived in one piece, instead of by a key.
    record Step(long afterNs, boolean edits, int total, int stable, int changed) {}

    int steps();

    /// Steps are asked for in their order, once each.
    Step next();

    long submitAfterNs();

    /// Tokens of the prompt when it is submitted or left.
    int promptTokens();

    /// Tokens of the reply that the prompt will get.
    int replyTokens();

    /// The prompt starts out as the one before.
    boolean again();
}
