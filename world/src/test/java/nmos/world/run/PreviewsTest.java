package nmos.world.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Signal;
import nmos.world.acceptance.Guess;
import nmos.world.metrics.Meter;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the draft model is asked for is written down, and the test answers when it likes.
class PreviewsTest {
    private static final int SESSION = 1;
    private static final int MOST_AHEAD = 32;

    private record Word(String text, DraftTree tree) implements Guess {
        static Word of(String text) {
            return new Word(text, new DraftTree(new int[] {-1}, new int[] {900_000}));
        }
    }

    private static final Word NOTHING = new Word("", DraftTree.EMPTY);

    private record Question(int session, int ahead, Minds.Answer answer) {}

    private final Queue<Question> asked = new ArrayDeque<>();
    private final List<String> shown = new ArrayList<>();
    private final ByHand minds = new ByHand();
    private final Time time = new Time();
    private final Meter meter = new Meter(2, true);
    private final Previews previews = new Previews(time, minds, meter, 2);

    /// The one question that is open.
    private Question question() {
        assertThat(asked).hasSize(1);
        return asked.remove();
    }

    private void answer(Question question, Outcome outcome, @Nullable Guess guess) {
        question.answer().drafted(outcome, guess, 1);
    }

    private void answer(String word) {
        answer(question(), Outcome.DONE, Word.of(word));
    }

    /// Answers everything until nothing more is asked; how often that was.
    private int answerAll() {
        int answers = 0;
        while (!asked.isEmpty()) {
            assertThat(asked.element().ahead()).isEqualTo(answers);
            answer("word " + answers);
            answers++;
        }
        return answers;
    }

    @Test
    void oneTokenIsAskedForAtATimeEachAfterThoseBefore() {
        previews.submitted(SESSION, 10);
        Question first = question();
        assertThat(first.session()).isEqualTo(SESSION);
        assertThat(first.ahead()).isZero();
        answer(first, Outcome.DONE, Word.of("a"));
        Question second = question();
        assertThat(second.ahead()).isEqualTo(1);
        answer(second, Outcome.DONE, Word.of("b"));
        assertThat(question().ahead()).isEqualTo(2);
        assertThat(shown).containsExactly("1 a", "1 b");
    }

    @Test
    void nothingIsAskedPastTheEndOfTheReply() {
        previews.submitted(SESSION, 3);
        assertThat(answerAll()).isEqualTo(3);
        assertThat(shown).hasSize(3);
    }

    @Test
    void nothingIsAskedForAnEmptyReply() {
        previews.submitted(SESSION, 0);
        assertThat(asked).isEmpty();
    }

    @Test
    void nothingIsAskedFurtherAheadThanAnybodyReads() {
        previews.submitted(SESSION, 1_000);
        assertThat(answerAll()).isEqualTo(MOST_AHEAD);
    }

    @Test
    void whatIsLeftShrinksByWhatWasVerified() {
        previews.submitted(SESSION, 10);
        previews.verified(SESSION, 8);
        answer(question(), Outcome.DONE, Word.of("too late"));
        assertThat(answerAll()).isEqualTo(2);
        previews.verified(SESSION, 2);
        assertThat(asked).isEmpty();
    }

    @Test
    void verifiedTokensStartItOverAndGiveRoomForMore() {
        previews.submitted(SESSION, 1_000);
        assertThat(answerAll()).isEqualTo(MOST_AHEAD);
        previews.verified(SESSION, 1);
        assertThat(asked).hasSize(1);
        assertThat(answerAll()).isEqualTo(MOST_AHEAD);
    }

    @Test
    void anAnswerToAnOlderQuestionIsNotShownAndTheNewOneIsAskedAfterIt() {
        previews.submitted(SESSION, 10);
        answer("a");
        Question old = question();
        previews.verified(SESSION, 1);
        assertThat(asked).isEmpty();
        answer(old, Outcome.DONE, Word.of("old"));
        assertThat(shown).containsExactly("1 a");
        assertThat(question().ahead()).isZero();
    }

    @Test
    void howOftenItIsVerifiedMeanwhileOneQuestionFollows() {
        previews.submitted(SESSION, 10);
        Question old = question();
        previews.verified(SESSION, 1);
        previews.verified(SESSION, 1);
        previews.verified(SESSION, 1);
        answer(old, Outcome.DONE, Word.of("old"));
        assertThat(asked).hasSize(1);
        assertThat(answerAll()).isEqualTo(7);
    }

    @Test
    void anOverTurnShowsNothingAndAsksNothing() {
        previews.submitted(SESSION, 10);
        answer("a");
        Question late = question();
        previews.over(SESSION);
        answer(late, Outcome.DONE, Word.of("late"));
        previews.verified(SESSION, 1);
        assertThat(shown).containsExactly("1 a");
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerOfTheTurnBeforeIsNotShownInTheNext() {
        previews.submitted(SESSION, 10);
        Question late = question();
        previews.over(SESSION);
        previews.submitted(SESSION, 2);
        assertThat(asked).isEmpty();
        answer(late, Outcome.DONE, Word.of("late"));
        assertThat(shown).isEmpty();
        assertThat(answerAll()).isEqualTo(2);
    }

    @Test
    void aDraftModelWithNothingToSayIsAskedAgainOnlyAfterSomethingWasVerified() {
        previews.submitted(SESSION, 10);
        answer(question(), Outcome.DONE, NOTHING);
        assertThat(asked).isEmpty();
        assertThat(shown).isEmpty();
        previews.verified(SESSION, 1);
        answer("a");
        assertThat(shown).containsExactly("1 a");
    }

    @Test
    void afterAFailureNothingIsAskedUntilSomethingWasVerified() {
        previews.submitted(SESSION, 10);
        answer(question(), Outcome.FAILED, null);
        assertThat(asked).isEmpty();
        previews.verified(SESSION, 1);
        assertThat(question().ahead()).isZero();
        assertThat(shown).isEmpty();
    }

    @Test
    void anOlderQuestionThatFailedHoldsNothingUp() {
        previews.submitted(SESSION, 10);
        Question old = question();
        previews.verified(SESSION, 1);
        answer(old, Outcome.DROPPED, null);
        assertThat(question().ahead()).isZero();
    }

    @Test
    void sessionsDoNotMeet() {
        previews.submitted(0, 10);
        previews.submitted(1, 10);
        Question ofZero = asked.remove();
        Question ofOne = asked.remove();
        previews.over(0);
        answer(ofOne, Outcome.DONE, Word.of("b"));
        answer(ofZero, Outcome.DONE, Word.of("a"));
        assertThat(shown).containsExactly("1 b");
        assertThat(question().session()).isEqualTo(1);
    }

    @Test
    void theFirstTokenShownIsThatOfAPreview() {
        meter.submitted(SESSION, 0, true);
        previews.submitted(SESSION, 10);
        time.nowNs = 5;
        answer("a");
        time.nowNs = 9;
        answer("b");
        meter.verified(20, SESSION, 1);
        meter.finished(30, SESSION);
        assertThat(meter.turns().getFirst().ttftDraftNs()).hasValue(5);
        assertThat(meter.turns().getFirst().ttftVerifiedNs()).isEqualTo(20);
    }

    /// A clock that is set by hand; previews plan nothing.
    private static final class Time implements Calendar {
        private long nowNs;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public long at(long ns, Event event) {
            throw unasked();
        }

        @Override
        public boolean cancel(long ticket) {
            throw unasked();
        }

        @Override
        public void run() {
            throw unasked();
        }

        @Override
        public void stop() {
            throw unasked();
        }
    }

    private static AssertionError unasked() {
        return new AssertionError("nothing of previews");
    }

    private final class ByHand implements Minds {
        @Override
        public void preview(int session, int ahead, Answer answer) {
            asked.add(new Question(session, ahead, answer));
        }

        @Override
        public void shownUnverified(int session, Guess guess) {
            shown.add(session + " " + ((Word) guess).text());
        }

        @Override
        public TurnScript begin(int session, int turn, boolean anew) {
            throw unasked();
        }

        @Override
        public int typed(int session, int before, TurnScript.Step step) {
            throw unasked();
        }

        @Override
        public void draft(long draft, int session, DraftOrder order, PassRun.Part.@Nullable Tree sent, Answer answer) {
            throw unasked();
        }

        @Override
        public void complete(long draft, int session, int tokens, Answer answer) {
            throw unasked();
        }

        @Override
        public void cancel(long draft) {
            throw unasked();
        }

        @Override
        public void told(long draft, int session, Guess guess) {
            throw unasked();
        }

        @Override
        public Guess latest(int session, long draft) {
            throw unasked();
        }

        @Override
        public Guess undrafted(int session) {
            throw unasked();
        }

        @Override
        public Said said(PassRun pass, PassRun.Part part) {
            throw unasked();
        }

        @Override
        public List<Signal.Attended> attention(PassRun pass) {
            throw unasked();
        }
    }
}
