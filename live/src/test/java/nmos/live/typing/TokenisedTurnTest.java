package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import nmos.traces.synth.ShippedTrace;
import nmos.world.typing.TracedTurn;
import nmos.world.typing.TurnScript;
import nmos.world.typing.TurnScript.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenisedTurnTest {
    private static final int[] BOS = {1};

    private static TypedTurn turn(boolean again, OptionalInt recorded, TraceEvent... changes) {
        var begin = new TraceEvent.Begin(100, 0, ContentClass.CHAT, 9, recorded, again);
        return new TypedTurn(begin, 0, List.of(changes), 1_000, 0);
    }

    private static TraceEvent.Key key(long ns, int at, String text) {
        return new TraceEvent.Key(ns, 0, at, new Inserted.Text(text));
    }

    /// Has a token for each of "a", "b", "ab", " " and " ab".
    private static TokenisedTurn turn(String previous, int[] start, TypedTurn turn) {
        return new TokenisedTurn(turn, previous, start, Vocabularies.SYNTHETIC_QWEN.pieces(), 1);
    }

    @Test
    void stepsCountTheTokensOfTheText() {
        TypedTurn typed = turn(false, OptionalInt.of(77), key(100, 0, "a"), key(110, 1, "b"), key(120, 2, " "));
        TokenisedTurn turn = turn("", new int[0], typed);
        assertThat(turn.next()).isEqualTo(new Step(0, false, 1, 0, 0));
        assertThat(turn.next()).as("ab is one token").isEqualTo(new Step(10, false, 1, 0, 0));
        assertThat(turn.next()).isEqualTo(new Step(20, false, 2, 1, 1));
        assertThat(turn.promptTokens()).as("not the 77 that were recorded").isEqualTo(2);
        assertThat(turn.submitAfterNs()).isEqualTo(900);
        assertThat(turn.text()).isEqualTo("ab ");
    }

    @Test
    void theStartOfATextIsATokenOfThePrompt() {
        TokenisedTurn turn = turn("", BOS, turn(false, OptionalInt.empty(), key(100, 0, "a"), key(110, 1, "b")));
        assertThat(turn.next()).isEqualTo(new Step(0, false, 2, 1, 0));
        assertThat(turn.next()).isEqualTo(new Step(10, false, 2, 1, 1));
        assertThat(turn.tokens()).startsWith(BOS).hasSize(2).isEqualTo(turn.submitted());
    }

    @Test
    void aRetryStartsWithTheTokensBeforeAndNothingChanged() {
        TokenisedTurn turn = turn("ab ab", BOS, turn(true, OptionalInt.empty(), key(200, 5, "!")));
        int[] before = turn.tokens();
        assertThat(turn.steps()).isEqualTo(2);
        assertThat(turn.next()).isEqualTo(new Step(0, true, 3, 2, 3));
        assertThat(turn.tokens()).isEqualTo(before);
        assertThat(turn.next()).isEqualTo(new Step(100, false, 4, 3, 3));
        assertThat(turn.submittedText()).isEqualTo("ab ab!");
    }

    @ParameterizedTest
    @EnumSource(Vocabularies.class)
    void randomTurnsAreTokenisedAsTheWholeTextAtEachStep(Vocabularies vocabulary) {
        TextPieces pieces = vocabulary.pieces();
        for (int seed = 0; seed < 20; seed++) {
            plays(RandomTurns.of(seed, seed % 2 == 0), pieces);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Vocabularies.class, names = {"STORIES", "SYNTHETIC_QWEN"})
    void everyTraceThatShipsIsTypedToItsEnd(Vocabularies vocabulary) throws IOException {
        TextPieces pieces = vocabulary.pieces();
        for (ShippedTrace shipped : ShippedTrace.values()) {
            plays(shipped.read(), pieces);
        }
    }

    private static void plays(Trace trace, TextPieces pieces) {
        for (List<TypedTurn> session : trace.turns()) {
            String previous = "";
            int[] submitted = {};
            int previousLength = 0;
            for (TypedTurn typed : session) {
                var turn = new TokenisedTurn(typed, previous, BOS, pieces, 1);
                int[] before = typed.begin().again() ? submitted : new int[0];
                checkSteps(turn, new TracedTurn(typed, previousLength), before, pieces);
                assertThat(turn.text()).isEqualTo(turn.submittedText());
                assertThat(turn.text().codePointCount(0, turn.text().length())).isEqualTo(typed.promptLength());
                assertThat(turn.madeUp())
                        .isEqualTo(!trace.header().text() && typed.changes().stream().anyMatch(TokenisedTurnTest::adds));
                if (turn.steps() > 0) {
                    assertThat(turn.tokens()).isEqualTo(turn.submitted());
                }
                previous = turn.submittedText();
                submitted = turn.submitted();
                previousLength = typed.promptLength();
            }
        }
    }

    private static boolean adds(TraceEvent change) {
        return switch (change) {
            case TraceEvent.Key _, TraceEvent.Paste _ -> true;
            case TraceEvent.Edit edit -> edit.inserted().length() > 0;
            case TraceEvent.Open _, TraceEvent.Begin _, TraceEvent.Pause _, TraceEvent.Submit _ -> false;
        };
    }

    /// Steps come when the simulator's do, and keep what a step promises.
    private static void checkSteps(TokenisedTurn turn, TurnScript simulated, int[] before, TextPieces pieces) {
        int[] last = before;
        assertThat(turn.steps()).isEqualTo(simulated.steps());
        assertThat(turn.submitAfterNs()).isEqualTo(simulated.submitAfterNs());
        for (int left = turn.steps(); left > 0; left--) {
            Step step = turn.next();
            Step expected = simulated.next();
            assertThat(step.afterNs()).isEqualTo(expected.afterNs());
            assertThat(step.edits()).isEqualTo(expected.edits());
            int[] tokens = turn.tokens();
            assertThat(tokens).hasSize(step.total()).startsWith(BOS);
            assertThat(Arrays.copyOfRange(tokens, 1, tokens.length))
                    .isEqualTo(pieces.tokenizer().encode(turn.text(), false, false));
            assertThat(step.stable()).isBetween(1, step.total());
            int differs = Arrays.mismatch(last, tokens);
            assertThat(step.changed()).isEqualTo(differs < 0 ? step.total() : differs);
            last = tokens;
        }
        assertThat(turn.promptTokens()).isEqualTo(last.length);
    }
}
