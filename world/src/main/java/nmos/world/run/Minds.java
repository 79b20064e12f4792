package nmos.world.run;

import java.util.List;
import java.util.OptionalLong;
import nmos.policy.DraftOrder;
import nmos.policy.Signal;
import nmos.world.acceptance.Guess;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// What is typed, guessed and said. Asked on the thread that runs the calendar, where its answers come too, and never from within
/// the question.
public interface Minds {
    /// Hears of a draft once: its guesses (null unless it is done) and how long a device was busy with them.
    @FunctionalInterface
    interface Answer {
        void drafted(Outcome outcome, @Nullable Guess guess, long busyNs);
    }

    /// A person begins a turn. `anew`: unless it goes on from the prompt before, nothing of the conversation so far stays.
    TurnScript begin(int session, int turn, boolean anew);

    /// The person made a step, `before` tokens of conversation and shared prefix after the start. Of the tokens predicted for
    /// the person, how many were really typed by now.
    int typed(int session, int before, TurnScript.Step step);

    void draft(long draft, int session, DraftOrder order, PassRun.Part.@Nullable Tree sent, Answer answer);

    void complete(long draft, int session, int tokens, Answer answer);

    /// One token more that the draft model would say, after what is known of the reply and `ahead` tokens it has said already:
    /// to be shown, not to be verified. Answers a guess of one node, or of none if it has nothing to say.
    void preview(int session, int ahead, Answer answer);

    /// Nobody wants the draft any more; it is answered for all that.
    void cancel(long draft);

    /// The session's draft from now on.
    void told(long draft, int session, Guess guess);

    /// The session's draft, which must be the latest: those before it are void.
    Guess latest(int session, long draft);

    /// A row of the last known token, without guesses.
    Guess undrafted(int session);

    /// What the oracle said to one session's rows in a pass that is through; nothing that counts to rows of a prompt that wanted
    /// no logits. Asked once for each part, in their order.
    Said said(PassRun pass, PassRun.Part part);

    /// What the pages of the sessions in a pass that is through received of its attention.
    List<Signal.Attended> attention(PassRun pass);

    /// The share of attention that would have gone to folded rows, as far as that is known.
    default OptionalLong attentionLostPpm() {
        return OptionalLong.empty();
    }

    /// The person sees so many more tokens of the reply.
    default void shown(int session, int tokens) {}

    default void retracted(int session, int tokens) {}

    /// The person sees one token more that nobody has verified: that of a preview.
    default void shownUnverified(int session, Guess guess) {}

    default void failed(int session) {}
}
