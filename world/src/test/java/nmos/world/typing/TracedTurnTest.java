package nmos.world.typing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import nmos.world.typing.TurnScript.Step;
import org.junit.jupiter.api.Test;

/// Changes of a trace in, tokens out. Mathematics has four characters a token, near enough to count by.
class TracedTurnTest {
    private static TraceEvent.Key letter(long ns, int at) {
        return new TraceEvent.Key(ns, 0, at, new Inserted.Typed(KeyClass.LETTER));
    }

    private static TraceEvent.Key space(long ns, int at) {
        return new TraceEvent.Key(ns, 0, at, new Inserted.Typed(KeyClass.SPACE));
    }

    private static List<Step> steps(boolean again, int before, int length, TraceEvent... changes) {
        TraceEvent.Begin begin = new TraceEvent.Begin(100, 0, ContentClass.MATH, 9, OptionalInt.empty(), again);
        TracedTurn turn = new TracedTurn(new TypedTurn(begin, 0, List.of(changes), 1_000, length), before);
        List<Step> steps = new ArrayList<>();
        for (int step = turn.steps(); step > 0; step--) {
            steps.add(turn.next());
        }
        assertThat(turn.submitAfterNs()).isEqualTo(900);
        assertThat(turn.replyTokens()).isEqualTo(9);
        return steps;
    }

    @Test
    void aTokenIsThereWithItsFirstCharacterAndChangesUntilItsLast() {
        List<Step> steps = steps(false, 0, 5, letter(100, 0), letter(110, 1), letter(120, 2), letter(130, 3), letter(140, 4));
        assertThat(steps).map(Step::total).containsExactly(1, 1, 1, 2, 2);
        assertThat(steps).map(Step::changed).containsExactly(0, 0, 0, 0, 1);
        assertThat(steps).map(Step::afterNs).containsExactly(0L, 10L, 20L, 30L, 40L);
    }

    @Test
    void whatIsSettledEndsWithTheLastWholeWord() {
        List<Step> steps = steps(
                false, 0, 6, letter(100, 0), letter(110, 1), letter(120, 2), letter(130, 3), space(140, 4), letter(150, 5));
        assertThat(steps).map(Step::stable).containsExactly(0, 0, 0, 0, 1, 1);
    }

    @Test
    void aDeletionReachesBackAndAPasteIsWhole() {
        List<Step> steps = steps(
                false,
                0,
                12,
                new TraceEvent.Paste(100, 0, 0, new Inserted.Length(20)),
                new TraceEvent.Edit(200, 0, 4, 8, Inserted.NOTHING));
        assertThat(steps.get(0)).isEqualTo(new Step(0, true, 6, 5, 0));
        assertThat(steps.get(1)).isEqualTo(new Step(100, true, 4, 3, 1));
    }

    @Test
    void aRetryStartsWithAllOfThePromptBeforeAndNothingChanged() {
        assertThat(steps(true, 20, 20)).containsExactly(new Step(0, true, 6, 6, 6));
    }

    @Test
    void pausesAreNoSteps() {
        assertThat(steps(false, 0, 1, new TraceEvent.Pause(100, 0, 50), letter(200, 0))).hasSize(1);
    }

    @Test
    void aRecordedCountOfTokensIsKept() {
        TraceEvent.Begin begin = new TraceEvent.Begin(0, 0, ContentClass.MATH, 9, OptionalInt.of(20), false);
        TraceEvent paste = new TraceEvent.Paste(0, 0, 0, new Inserted.Length(33));
        TracedTurn turn = new TracedTurn(new TypedTurn(begin, 0, List.of(paste), TypedTurn.NEVER, 33), 0);
        assertThat(turn.promptTokens()).isEqualTo(20);
        assertThat(turn.next().total()).isEqualTo(20);
        assertThat(turn.submitAfterNs()).isEqualTo(TurnScript.NEVER);
    }
}
