package nmos.policy.anticipation;

/// A half-typed prompt, as far as it was seen, and the habits of who types it.
///
/// What will be typed next is not among it, nor when.
public interface Typing {
    /// Tokens of the prompt so far, the earlier conversation included.
    int total();

    /// Tokens that will stay unless the person goes back to edit.
    int stable();

    /// Tokens whose KV exists already.
    int computed();

    /// Nothing was typed for a while.
    boolean paused();

    /// Of the pauses so far, the share that ended with a submit.
    int pauseEndsPpm();

    /// Time from the last keystroke to the submit, lately.
    long submitDelayNs();

    /// Time from the first keystroke of a prompt to its submit, lately.
    long typingNs();

    /// Time for a prompt of `rows` rows in as many passes as that takes.
    long promptNs(int rows);

    /// What it costs to give up a pass that a submit finds in flight: copies underway are for the wrong shards.
    long restartNs();

    /// Of the prompts computed ahead lately, the share whose rows were of use. Replies begun ahead do not count: one that is
    /// refuted leaves the rows of its prompt.
    int usefulPpm();
}
