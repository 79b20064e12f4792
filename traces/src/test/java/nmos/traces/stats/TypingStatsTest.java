package nmos.traces.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.RandomTraces;
import nmos.traces.Trace;
import nmos.traces.TraceEvent;
import nmos.traces.TraceHeader;
import nmos.traces.TypedTurn;
import nmos.traces.synth.ShippedTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypingStatsTest {
    private static final long SECOND = 1_000_000_000;

    /// Types `length` letters, one every `gapNs`, from `ns` on, with a turn around them.
    private static long turn(List<TraceEvent> events, long ns, int length, long gapNs, long submitAfterNs) {
        events.add(new TraceEvent.Begin(ns, 0, ContentClass.CHAT, 10, OptionalInt.empty(), false));
        long at = ns;
        for (int i = 0; i < length; i++) {
            at = ns + i * gapNs;
            events.add(new TraceEvent.Key(at, 0, i, new Inserted.Typed(KeyClass.LETTER)));
        }
        events.add(new TraceEvent.Submit(at + submitAfterNs, 0));
        return at + submitAfterNs;
    }

    private static Trace trace(List<TraceEvent> events) {
        List<TraceEvent> all = new ArrayList<>();
        all.add(new TraceEvent.Open(0, 0, "ann"));
        all.addAll(events);
        return new Trace(new TraceHeader(false, "", ""), all);
    }

    @Test
    void evenTypingHasTheWindowsItsSpeedClaims() {
        List<TraceEvent> events = new ArrayList<>();
        turn(events, 0, 101, SECOND / 2, SECOND / 4);
        TypingStats stats = StatsTally.of(trace(events));
        // 20 characters from the first to the twentieth are 19 gaps
        assertThat(stats.windows().get(0)).isEqualTo(new TypingStats.Window(20, spread(1, 19 * SECOND / 2)));
        assertThat(stats.windows().get(2).ns().p90()).isEqualTo(79 * SECOND / 2);
        assertThat(stats.intervalNs()).isEqualTo(spread(100, SECOND / 2));
        assertThat(stats.submitDelayNs()).isEqualTo(spread(1, SECOND / 4));
        assertThat(stats.timeInPausesPpm()).isZero();
        assertThat(stats.meanSpeed().wordsPerMinute()).isCloseTo(101 / 5.0 / (50 / 60.0), within(1e-9));
    }

    @Test
    void aWindowThatIsDeletedWhollyIsGivenUp() {
        List<TraceEvent> events = new ArrayList<>();
        events.add(new TraceEvent.Begin(0, 0, ContentClass.CHAT, 10, OptionalInt.empty(), false));
        for (int i = 0; i < 10; i++) {
            events.add(new TraceEvent.Key(i * SECOND, 0, i, new Inserted.Typed(KeyClass.LETTER)));
        }
        events.add(new TraceEvent.Edit(10 * SECOND, 0, 0, 10, Inserted.NOTHING));
        events.add(new TraceEvent.Paste(11 * SECOND, 0, 0, new Inserted.Length(100)));
        TypingStats stats = StatsTally.of(trace(events));
        assertThat(stats.windows()).allMatch(window -> window.ns().n() == 0);
        assertThat(stats.deletesPpm()).isEqualTo(1_000_000 / 11);
        assertThat(stats.leftHalfWay()).isEqualTo(1);
    }

    @Test
    void aPauseEndsABurst() {
        List<TraceEvent> events = new ArrayList<>();
        long end = turn(events, 0, 5, SECOND / 10, 0);
        turn(events, end + 3 * SECOND, 7, SECOND / 10, 0);
        TypingStats stats = StatsTally.of(trace(events));
        assertThat(stats.burstChanges().p5()).isEqualTo(5);
        assertThat(stats.burstChanges().p95()).isEqualTo(7);
        assertThat(stats.timeInPausesPpm()).isEqualTo(750_000);
    }

    @Test
    void aTurnWithoutAKeyCounts() {
        List<TraceEvent> events = new ArrayList<>();
        long end = turn(events, 0, 5, SECOND, SECOND);
        events.add(new TraceEvent.Begin(end + SECOND, 0, ContentClass.CHAT, 10, OptionalInt.empty(), true));
        events.add(new TraceEvent.Submit(end + SECOND, 0));
        TypingStats stats = StatsTally.of(trace(events));
        assertThat(stats.untouchedTurnsPpm()).isEqualTo(500_000);
        assertThat(stats.submitDelayNs().n()).isEqualTo(1);
        assertThat(stats.lastKeyToSubmitNs().n()).isEqualTo(2);
        assertThat(stats.lastKeyToSubmitNs().p95()).isEqualTo(2 * SECOND);
    }

    @Test
    void twentyWordsAMinuteClaimTwentyFourSecondsForFortyCharacters() {
        assertThat(MeanSpeed.ofWordsPerMinute(20).claimedNs(40)).isEqualTo(24 * SECOND);
    }

    @Test
    void aMeanSpeedHidesHowShortShortWindowsAre() {
        TypingStats stats = StatsTally.of(ShippedTrace.COMPOSING_CHAT.generate());
        TypingStats.Window forty = stats.windows().get(1);
        long claimedNs = stats.meanSpeed().claimedNs(forty.characters());
        assertThat(forty.ns().p50()).isLessThan(claimedNs);
        assertThat(forty.ns().p10()).isLessThan(claimedNs / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void evenlyTypedPromptsAreAsLongAsTheyWere(long seed) {
        Trace trace = RandomTraces.of(seed);
        MeanSpeed speed = MeanSpeed.ofWordsPerMinute(40);
        Trace even = EvenTyping.of(trace, speed);
        assertThat(lengths(even)).isEqualTo(lengths(trace));
        assertThat(StatsTally.of(even).deletesPpm()).isZero();
    }

    private static List<Integer> lengths(Trace trace) {
        return trace.turns().stream().flatMap(List::stream)
                .filter(TypedTurn::submitted).map(TypedTurn::promptLength).toList();
    }

    private static Spread spread(int n, long all) {
        return new Spread(n, all, all, all, all, all, all, all, all);
    }
}
