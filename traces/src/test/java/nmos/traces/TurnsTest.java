package nmos.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
    @Test
    void aRetryStartsFromThePromptSubmittedLastAndALeavingPersonSubmitsNothing() {
        Inserted letter = new Inserted.Typed(KeyClass.LETTER);
        Trace trace = new Trace(new TraceHeader(false, "", ""), List.of(
                new TraceEvent.Open(0, 0, "ann"),
                begin(1, false), new TraceEvent.Key(1, 0, 0, letter), new TraceEvent.Key(2, 0, 1, letter), new TraceEvent.Submit(3, 0),
                begin(4, true), new TraceEvent.Submit(5, 0),
                begin(6, false), new TraceEvent.Paste(6, 0, 0, new Inserted.Length(40)), new TraceEvent.Pause(7, 0, 100)));
        List<TypedTurn> turns = trace.turns().getFirst();
        assertThat(turns).extracting(TypedTurn::submitted).containsExactly(true, true, false);
        assertThat(turns).extracting(TypedTurn::touched).containsExactly(true, false, true);
        assertThat(turns).extracting(TypedTurn::promptLength).containsExactly(2, 2, 40);
        assertThat(turns).extracting(TypedTurn::number).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void cuttingLosesNothing(long seed) {
        Trace trace = RandomTraces.of(seed);
        long cut = trace.turns().stream().flatMap(List::stream)
                .mapToLong(turn -> 1 + turn.changes().size() + (turn.submitted() ? 1 : 0)).sum();
        assertThat(cut).isEqualTo(trace.events().size() - trace.sessions());
    }

    private static TraceEvent begin(long ns, boolean again) {
        return new TraceEvent.Begin(ns, 0, ContentClass.CHAT, 10, OptionalInt.empty(), again);
    }
}
