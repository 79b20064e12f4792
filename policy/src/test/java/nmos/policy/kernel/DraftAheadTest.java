package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.policy.Signal;
import nmos.policy.anticipation.Anticipation;
import nmos.policy.anticipation.Typing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The draft goes on while its tree is in a pass: signals in, commands out.
class DraftAheadTest {
    private final Resident kernel = new Resident(1, Resident.chainOfTwo(true));

    /// Draft #4 is in pass #5, and draft #6 goes on below it.
    @BeforeEach
    void aTreeIsInAPass() {
        kernel.submitted(0, 5);
        kernel.computed();
        kernel.said(0);
        assertThat(kernel.passed()).isEmpty();
        assertThat(kernel.drafted(4, 0, 2))
                .containsExactly("tree#5 session 0 draft#4 nodes 2", "begin#5", "draft#6 session 0 CHAIN 3");
    }

    @Test
    void whatHangsBelowTheBonusTokenIsTheNextDraft() {
        assertThat(kernel.drafted(6, 0, 4)).isEmpty();
        kernel.computed();
        assertThat(kernel.said(0, 2, 1, 2)).containsExactly("emit 0 3");
        assertThat(kernel.passed())
                .containsExactly("tree#8 session 0 draft#6 nodes 1", "begin#8", "draft#9 session 0 CHAIN 3");
    }

    @Test
    void aBonusTokenTheDraftDidNotThinkOfStartsANewDraft() {
        kernel.drafted(6, 0, 4);
        kernel.computed();
        assertThat(kernel.said(0, 1, 0, -1)).containsExactly("emit 0 2", "draft#8 session 0 CHAIN 2");
        kernel.passed();
        assertThat(kernel.drafted(8, 0, 2)).contains("tree#9 session 0 draft#8 nodes 2");
    }

    @Test
    void aBonusTokenWithNothingBelowItStartsANewDraft() {
        kernel.drafted(6, 0, 3);
        kernel.computed();
        assertThat(kernel.said(0, 2, 1, 2)).containsExactly("emit 0 3", "draft#8 session 0 CHAIN 2");
    }

    @Test
    void aDraftThatIsNotReadyWhenThePassReportsIsCancelledAndItsAnswerIgnored() {
        kernel.computed();
        assertThat(kernel.said(0, 2, 1, -1))
                .containsExactly("emit 0 3", "cancel#6", "draft#8 session 0 CHAIN 2");
        kernel.passed();
        assertThat(kernel.drafted(6, 0, 4)).as("too late").isEmpty();
        assertThat(kernel.drafted(8, 0, 2))
                .containsExactly("tree#9 session 0 draft#8 nodes 2", "begin#9", "draft#10 session 0 CHAIN 3");
    }

    @Test
    void aDraftThatBroughtNothingLeavesTheTreeAsItWas() {
        assertThat(kernel.draftDropped(6)).isEmpty();
        kernel.computed();
        assertThat(kernel.said(0, 2, 1, -1)).containsExactly("emit 0 3", "draft#8 session 0 CHAIN 2");
    }

    @Test
    void theTurnEndsAndTheDraftIsCancelled() {
        kernel.computed();
        assertThat(kernel.finished(0)).containsExactly("emit 0 1", "cancel#6");
        assertThat(kernel.passed()).isEmpty();
        assertThat(kernel.submitted(0, 9)).contains("begin#8");
        assertThat(kernel.draftDropped(6)).isEmpty();
        kernel.computed();
        assertThat(kernel.said(0)).contains("draft#10 session 0 CHAIN 2");
    }

    @Test
    void theContextIsFullAndTheDraftIsCancelled() {
        Resident other = new Resident(1, Resident.chainOfTwo(true));
        other.submitted(0, 197);
        other.round();
        other.round();
        other.round();
        other.computed();
        other.said(0);
        other.passed();
        assertThat(other.drafted(10, 0, 2)).contains("tree#11 session 0 draft#10 nodes 2", "draft#12 session 0 CHAIN 3");
        other.computed();
        assertThat(other.said(0, 2, 1, -1)).containsExactly("emit 0 3", "fail 0 CONTEXT_FULL", "cancel#12");
    }

    @Test
    void thePassIsLostWithTheTurnAndTheDraftIsCancelled() {
        assertThat(kernel.computeFailed()).containsExactly("abandon#5");
        assertThat(kernel.passDropped()).containsExactly("fail 0 DEVICE_LOST", "cancel#6");
        assertThat(kernel.draftDropped(6)).isEmpty();
        assertThat(kernel.submitted(0, 9)).hasSize(3).contains("truncate 0 to 0");
    }

    /// Answers whatever stands there before anybody asks.
    private static final class Hasty implements Anticipation {
        @Override
        public boolean warms() {
            return true;
        }

        @Override
        public int prefillTo(Typing typing) {
            return 0;
        }

        @Override
        public int replyAfter(Typing typing) {
            return 0;
        }

        @Override
        public boolean believes(Typing typing, int chancePpm) {
            return true;
        }
    }

    @Test
    void aReplyBegunTooEarlyTakesItsDraftWithItWhenItsPassIsGivenUp() {
        Resident early = new Resident(1, Resident.chainOfTwo(true), new Hasty());
        assertThat(early.typed(0, 5)).containsExactly("rows#2 session 0 0..5 logits", "begin#2");
        early.computed();
        assertThat(early.said(0)).containsExactly("draft#4 session 0 CHAIN 2");
        early.passed();
        assertThat(early.drafted(4, 0, 2)).contains("tree#5 session 0 draft#4 nodes 2", "draft#6 session 0 CHAIN 3");
        assertThat(early.on(new Signal.Tokenised(0, 2, 8, 8, 5, 0), new Signal.Submitted(0, 2))).containsExactly("abandon#5");
        assertThat(early.passDropped())
                .containsExactly("cancel#6", "rows#8 session 0 5..8 logits", "begin#8");
        early.computed();
        assertThat(early.said(0)).containsExactly("emit 0 1", "draft#10 session 0 CHAIN 2");
        early.passed();
        assertThat(early.drafted(6, 0, 4)).as("an answer to what nobody asked").isEmpty();
        assertThat(early.drafted(10, 0, 2)).contains("tree#11 session 0 draft#10 nodes 2");
    }

    @Test
    void withoutBeingAskedForNothingIsDraftedDuringAPass() {
        Resident plain = new Resident(1, Resident.chainOfTwo(false));
        plain.submitted(0, 5);
        plain.computed();
        plain.said(0);
        plain.passed();
        assertThat(plain.drafted(4, 0, 2)).containsExactly("tree#5 session 0 draft#4 nodes 2", "begin#5");
        plain.computed();
        assertThat(plain.said(0, 2, 1, -1)).containsExactly("emit 0 3", "draft#7 session 0 CHAIN 2");
    }
}
