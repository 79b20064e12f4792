package nmos.world.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import nmos.policy.Cause;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final long S = 1_000_000_000;

    /// A turn that gets its first token at `firstS` and then one each second.
    private static Turn turn(int session, int index, boolean counted, long firstS, int tokens) {
        int[] tau = IntStream.range(1, tokens).map(i -> 1).toArray();
        long[] itl = IntStream.range(1, tokens).mapToLong(i -> S).toArray();
        return new Turn(session, index, counted, firstS * S - S, S, OptionalLong.empty(), (tokens - 1L) * S, tokens, Math.min(tokens, 1), tau, itl, Optional.empty());
    }

    @Test
    void twoSessionsAtOnceGiveTwiceWhatOneTurnSees() {
        Summary both = Summary.of(List.of(turn(0, 0, true, 10, 11), turn(1, 0, true, 10, 11)), List.of());
        assertThat(both.tokensPerSecond().orElseThrow()).isCloseTo(1, within(1e-9));
        assertThat(both.tokensPerSecondTotal().orElseThrow()).isCloseTo(2, within(1e-9));
    }

    @Test
    void oneAfterTheOtherGiveNoMoreThanOneAlone() {
        Summary inTurn = Summary.of(List.of(turn(0, 0, true, 10, 11), turn(1, 0, true, 25, 11)), List.of());
        assertThat(inTurn.tokensPerSecondTotal().orElseThrow()).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatOverlapsCountsItsTimeOnce() {
        // From 10 to 20 s, from 15 to 35 s, and one within the other: 10 + 20 + 5 tokens in 25 s.
        Summary some = Summary.of(
                List.of(turn(1, 0, true, 15, 21), turn(0, 0, true, 10, 11), turn(2, 0, true, 20, 6)), List.of());
        assertThat(some.tokensPerSecondTotal().orElseThrow()).isCloseTo(35 / 25.0, within(1e-9));
    }

    @Test
    void oneSessionHasNoTotalNorDoWarmUpTurnsOfOthersMakeOne() {
        Summary alone = Summary.of(
                List.of(turn(0, 0, true, 10, 11), turn(0, 1, true, 30, 11), turn(1, 0, false, 10, 11)), List.of());
        assertThat(alone.tokensPerSecondTotal()).isEmpty();
        assertThat(alone.tokensPerSecond().orElseThrow()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aPassYieldsToAllItsTurnsWhatTauSaysOfEach() {
        Meter meter = new Meter(2);
        meter.submitted(0, 0, true);
        meter.submitted(1, 0, true);
        meter.passBegan(0, 20, IntStream.of(0, 1), false);
        meter.verified(S, 0, 1);
        meter.verified(S, 1, 1);
        meter.passEnded(S, 2);
        meter.passBegan(S, 9, IntStream.of(0, 1), true);
        meter.verified(2 * S, 0, 2);
        meter.verified(2 * S, 1, 4);
        meter.passEnded(2 * S, 6);
        meter.finished(2 * S, 0);
        meter.failed(2 * S, 1, Cause.CONTEXT_FULL);
        Summary summary = Summary.of(meter.turns(), meter.passes());
        assertThat(summary.tauMean().orElseThrow()).isEqualTo(3);
        assertThat(summary.tokensPerPass().orElseThrow()).isEqualTo(6);
        assertThat(summary.tokensPerSecondTotal().orElseThrow()).isCloseTo(6, within(1e-9));
        assertThat(summary.failedTurns()).isEqualTo(1);
    }

    @Test
    void aPassCountsIfAnyTurnInItDoes() {
        Meter meter = new Meter(2);
        meter.submitted(0, 0, false);
        meter.submitted(1, 0, true);
        meter.passBegan(0, 1, IntStream.of(0), true);
        meter.passEnded(1, 1);
        meter.passBegan(1, 2, IntStream.of(0, 1), true);
        meter.passEnded(2, 2);
        assertThat(meter.passes()).extracting(Pass::counted).containsExactly(false, true);
    }
}
