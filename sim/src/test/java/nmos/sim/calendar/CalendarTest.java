package nmos.sim.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every calendar promises.
class CalendarTest {
    private final List<String> happened = new ArrayList<>();

    static Stream<Named<Supplier<Calendar>>> calendars() {
        return Stream.of(Named.of("heap", HeapCalendar::new), Named.of("DSOL", DsolCalendar::create));
    }

    private void note(Calendar calendar, String what) {
        happened.add(what + "@" + calendar.nowNs());
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void eventsHappenByTimeAndThenInTheOrderTheyWerePlanned(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        calendar.at(20, () -> note(calendar, "c"));
        calendar.at(10, () -> note(calendar, "a"));
        calendar.at(20, () -> note(calendar, "d"));
        calendar.at(10, () -> {
            note(calendar, "b");
            calendar.at(20, () -> note(calendar, "e"));
            calendar.at(10, () -> note(calendar, "now"));
        });
        calendar.run();
        assertThat(happened).containsExactly("a@10", "b@10", "now@10", "c@20", "d@20", "e@20");
        assertThat(calendar.nowNs()).isEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void aCancelledEventNeverHappensAndDoesNotMoveTheClock(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        long late = calendar.at(1_000, () -> note(calendar, "late"));
        calendar.at(10, () -> assertThat(calendar.cancel(late)).isTrue());
        calendar.run();
        assertThat(happened).isEmpty();
        assertThat(calendar.nowNs()).isEqualTo(10);
        assertThat(calendar.cancel(late)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void aTicketOfAnEventThatHappenedCancelsNothing(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        long first = calendar.at(1, () -> note(calendar, "first"));
        calendar.run();
        calendar.at(2, () -> note(calendar, "second"));
        assertThat(calendar.cancel(first)).isFalse();
        assertThat(calendar.cancel(Calendar.NO_TICKET)).isFalse();
        calendar.run();
        assertThat(happened).containsExactly("first@1", "second@2");
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void anEventCannotCancelItself(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        long[] own = new long[1];
        own[0] = calendar.at(1, () -> assertThat(calendar.cancel(own[0])).isFalse());
        calendar.run();
        assertThat(calendar.nowNs()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void thePastIsRefused(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        calendar.runUntil(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calendar.at(4, () -> {}))
                .withMessage("an event at 4 ns, but it is 5 ns already");
        assertThatIllegalArgumentException().isThrownBy(() -> calendar.runUntil(4));
        assertThatThrownBy(() -> calendar.after(Long.MAX_VALUE, () -> {})).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void runningUntilATimeIncludesItAndLeavesTheClockThere(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        calendar.at(10, () -> note(calendar, "at"));
        calendar.at(11, () -> note(calendar, "after"));
        calendar.runUntil(10);
        assertThat(happened).containsExactly("at@10");
        calendar.runUntil(10);
        assertThat(calendar.nowNs()).isEqualTo(10);
        calendar.runUntil(100);
        assertThat(happened).containsExactly("at@10", "after@11");
        assertThat(calendar.nowNs()).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void aStoppedRunCanGoOn(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        calendar.at(1, calendar::stop);
        calendar.at(1, () -> note(calendar, "rest"));
        calendar.runUntil(50);
        assertThat(happened).isEmpty();
        assertThat(calendar.nowNs()).isEqualTo(1);
        calendar.runUntil(50);
        assertThat(happened).containsExactly("rest@1");
        assertThat(calendar.nowNs()).isEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void whatAnEventThrowsReachesTheCallerAsItIs(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        UncheckedIOException failure = new UncheckedIOException(new IOException("disk gone"));
        calendar.at(3, () -> {
            throw failure;
        });
        calendar.at(4, () -> {
            throw new AssertionError("an error, not an exception");
        });
        calendar.at(5, () -> note(calendar, "after"));
        assertThatThrownBy(calendar::run).isSameAs(failure);
        assertThat(calendar.nowNs()).isEqualTo(3);
        assertThatThrownBy(calendar::run).isExactlyInstanceOf(AssertionError.class);
        calendar.run();
        assertThat(happened).containsExactly("after@5");
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void aRunInsideARunIsRefused(Supplier<Calendar> make) {
        Calendar calendar = make.get();
        calendar.at(1, calendar::run);
        assertThatThrownBy(calendar::run).isInstanceOf(IllegalStateException.class);
    }
}
