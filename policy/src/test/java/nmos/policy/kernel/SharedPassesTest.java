package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import org.junit.jupiter.api.Test;

/// Several sessions in one pass: signals in, commands out.
class SharedPassesTest {
    private static Resident sharing(int sessions, int maxRows, int maxSessions, int patience) {
        return new Resident(sessions, Resident.knobs(Resident.sharing(maxRows, maxSessions, patience)));
    }

    @Test
    void rowsOfTwoSessionsShareAPass() {
        Resident kernel = sharing(2, 64, 8, 4);
        assertThat(kernel.submitted(0, 5)).containsExactly("rows#2 session 0 0..5 logits", "begin#2");
        assertThat(kernel.submitted(1, 4)).as("a pass is running").isEmpty();
        assertThat(kernel.round(0))
                .containsExactly("tree#4 session 0 nodes 0", "rows#4 session 1 0..4 logits", "begin#4");
        kernel.computed();
        assertThat(kernel.said(0)).containsExactly("emit 0 1");
        assertThat(kernel.said(1)).containsExactly("emit 1 1");
        assertThat(kernel.passed())
                .containsExactly("tree#6 session 0 nodes 0", "tree#6 session 1 nodes 0", "begin#6");
    }

    @Test
    void treesGoBeforePromptsThatWereSubmittedEarlier() {
        Resident kernel = sharing(2, 8, 8, 4);
        kernel.submitted(0, 30);
        kernel.submitted(1, 2);
        // The first pass took eight of the thirty; the second has no row left for session 1, which came later.
        assertThat(kernel.round()).containsExactly("rows#4 session 0 8..16", "begin#4");
        assertThat(kernel.round()).containsExactly("rows#6 session 0 16..24", "begin#6");
        assertThat(kernel.round())
                .containsExactly("rows#8 session 0 24..30 logits", "rows#8 session 1 0..2 logits", "begin#8");
        kernel.round(0, 1);
        assertThat(kernel.round(0, 1)).hasSize(3);
        kernel.computed();
        kernel.finished(0);
        kernel.said(1);
        kernel.passed();
        kernel.submitted(0, 40);
        assertThat(kernel.round(1))
                .containsExactly("tree#16 session 1 nodes 0", "rows#16 session 0 0..7", "begin#16");
    }

    @Test
    void aLongPromptIsSplitAndOthersGoOnBesideEachPart() {
        Resident kernel = sharing(2, 64, 8, 4);
        kernel.submitted(0, 5);
        kernel.submitted(1, 150);
        assertThat(kernel.round(0)).contains("tree#4 session 0 nodes 0", "rows#4 session 1 0..63");
        assertThat(kernel.round(0)).contains("tree#6 session 0 nodes 0", "rows#6 session 1 63..126");
        assertThat(kernel.round(0)).contains("tree#8 session 0 nodes 0", "rows#8 session 1 126..150 logits");
    }

    @Test
    void aSessionPassedOverAsOftenAsPatienceAllowsGoesFirst() {
        Resident kernel = sharing(2, 64, 1, 2);
        kernel.submitted(0, 5);
        kernel.submitted(1, 5);
        assertThat(kernel.round(0)).as("passed over once").contains("tree#4 session 0 nodes 0").hasSize(2);
        assertThat(kernel.round(0)).as("twice").contains("tree#6 session 0 nodes 0").hasSize(2);
        assertThat(kernel.round(0)).containsExactly("rows#8 session 1 0..5 logits", "begin#8");
        assertThat(kernel.round(1)).as("served, it waits anew").contains("tree#10 session 0 nodes 0");
        assertThat(kernel.round(0)).contains("tree#12 session 0 nodes 0");
        assertThat(kernel.round(0)).contains("tree#14 session 1 nodes 0");
    }

    @Test
    void aSessionThatFindsNoRowLeftIsPassedOverToo() {
        Resident kernel = sharing(2, 4, 8, 2);
        kernel.submitted(0, 40);
        kernel.submitted(1, 3);
        assertThat(kernel.round()).contains("rows#4 session 0 4..8");
        assertThat(kernel.round()).contains("rows#6 session 0 8..12");
        assertThat(kernel.round())
                .containsExactly("rows#8 session 1 0..3 logits", "rows#8 session 0 12..13", "begin#8");
    }

    @Test
    void noMoreSessionsShareAPassThanMayAndThoseInItRunToTheirEnd() {
        Resident kernel = sharing(3, 64, 2, 1_000);
        kernel.submitted(2, 5);
        kernel.submitted(1, 5);
        kernel.submitted(0, 5);
        assertThat(kernel.round(2))
                .containsExactly("tree#4 session 2 nodes 0", "rows#4 session 1 0..5 logits", "begin#4");
        assertThat(kernel.round(2, 1))
                .containsExactly("tree#6 session 2 nodes 0", "tree#6 session 1 nodes 0", "begin#6");
        kernel.computed();
        kernel.finished(2);
        kernel.said(1);
        assertThat(kernel.passed())
                .containsExactly("tree#8 session 1 nodes 0", "rows#8 session 0 0..5 logits", "begin#8");
    }

    @Test
    void oneSessionIsNotInterruptedHoweverLongOthersWait() {
        Resident kernel = new Resident(2, Resident.knobs(new BatchingKnobs(Batchings.ONE_SESSION, 64, 8, 1)));
        kernel.submitted(1, 5);
        kernel.submitted(0, 5);
        for (int pass = 0; pass < 9; pass++) {
            assertThat(kernel.round(1)).hasSize(2).anyMatch(line -> line.endsWith("session 1 nodes 0"));
        }
        kernel.computed();
        kernel.finished(1);
        assertThat(kernel.passed()).anyMatch(line -> line.endsWith("session 0 0..5 logits"));
    }

    @Test
    void aFailedPassFailsTheTurnsInItAndNoOther() {
        Resident kernel = sharing(3, 64, 2, 1_000);
        kernel.submitted(0, 5);
        kernel.submitted(1, 5);
        kernel.submitted(2, 5);
        kernel.round(0);
        assertThat(kernel.passFailed())
                .containsExactly(
                        "fail 0 DEVICE_LOST", "fail 1 DEVICE_LOST", "rows#6 session 2 0..5 logits", "begin#6");
        assertThat(kernel.round(2)).containsExactly("tree#8 session 2 nodes 0", "begin#8");
    }

    @Test
    void aFailedComputeAbandonsThePassAndItsTurnsFailWhenItHasReported() {
        Resident kernel = sharing(3, 64, 2, 1_000);
        kernel.submitted(0, 5);
        kernel.submitted(1, 5);
        kernel.submitted(2, 5);
        kernel.round(0);
        assertThat(kernel.computeFailed()).containsExactly("abandon#4");
        assertThat(kernel.passDropped())
                .containsExactly(
                        "fail 0 DEVICE_LOST", "fail 1 DEVICE_LOST", "rows#6 session 2 0..5 logits", "begin#6");
    }

    @Test
    void aPassWaitsForTheDraftsOfAllItIsToServe() {
        Resident kernel = new Resident(2, Resident.chainOfTwo(false));
        kernel.submitted(0, 5);
        kernel.submitted(1, 5);
        kernel.computed();
        assertThat(kernel.said(0)).containsExactly("emit 0 1", "draft#4 session 0 CHAIN 2");
        assertThat(kernel.passed()).as("session 1 waits for the draft of session 0").isEmpty();
        assertThat(kernel.drafted(4, 0, 2))
                .containsExactly("tree#5 session 0 draft#4 nodes 2", "rows#5 session 1 0..5 logits", "begin#5");
        kernel.computed();
        assertThat(kernel.said(0)).contains("draft#7 session 0 CHAIN 2");
        assertThat(kernel.said(1)).contains("draft#8 session 1 CHAIN 2");
        kernel.passed();
        assertThat(kernel.drafted(8, 1, 2)).isEmpty();
        assertThat(kernel.drafted(7, 0, 2))
                .containsExactly(
                        "tree#9 session 0 draft#7 nodes 2", "tree#9 session 1 draft#8 nodes 2", "begin#9");
    }

    @Test
    void aDraftForASessionThatIsNotToBeServedIsNotAwaited() {
        Knobs chain = Resident.chainOfTwo(false);
        Knobs oneAtATime = new Knobs(
                chain.placement(), chain.river(), chain.speculation(), chain.anticipation(), chain.kv(),
                Resident.sharing(64, 1, 1), chain.retries());
        Resident kernel = new Resident(2, oneAtATime);
        kernel.submitted(0, 5);
        kernel.submitted(1, 5);
        kernel.computed();
        assertThat(kernel.said(0)).contains("draft#4 session 0 CHAIN 2");
        kernel.passed();
        assertThat(kernel.drafted(4, 0, 2)).contains("tree#5 session 0 draft#4 nodes 2", "begin#5");
        kernel.computed();
        assertThat(kernel.said(0)).contains("draft#7 session 0 CHAIN 2");
        assertThat(kernel.passed()).containsExactly("rows#8 session 1 0..5 logits", "begin#8");
    }
}
