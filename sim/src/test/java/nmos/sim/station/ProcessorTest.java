package nmos.sim.station;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.sim.calendar.HeapCalendar;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    private final HeapCalendar calendar = new HeapCalendar();
    private final Timeline timeline = new Timeline(calendar);
    private final Processor gpu = new Processor(calendar, "gpu");

    @Test
    void jobsRunOneAtATimeInTheOrderTheyCame() {
        gpu.submit(100, Fate.NONE, timeline.as("a"));
        gpu.submit(50, Fate.NONE, timeline.as("b"));
        calendar.at(200, () -> gpu.submit(7, Fate.NONE, timeline.as("c")));
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly("100 a DONE busy 100", "150 b DONE busy 50", "207 c DONE busy 7");
        assertThat(gpu.books().busyNs()).isEqualTo(157);
    }

    @Test
    void whatRunsCannotBeRecalledAndWhatWaitsIsDroppedAtOnce() {
        Job a = gpu.submit(100, Fate.NONE, timeline.as("a"));
        Job b = gpu.submit(50, Fate.NONE, timeline.as("b"));
        calendar.at(30, () -> {
            assertThat(gpu.cancel(a)).isFalse();
            assertThat(gpu.cancel(b)).isTrue();
        });
        calendar.run();
        assertThat(timeline.lines).containsExactly("30 b DROPPED busy 0", "100 a DONE busy 100");
    }

    @Test
    void atHalfSpeedTheRestTakesTwiceAsLong() {
        gpu.submit(100, Fate.NONE, timeline.as("a"));
        gpu.submit(10, Fate.NONE, timeline.as("b"));
        calendar.at(40, () -> gpu.speed(500_000));
        calendar.at(80, () -> gpu.speed(Processor.FULL_PPM));
        calendar.at(115, () -> gpu.speed(250_000));
        calendar.run();
        // 40 alone, 20 of work in the next 40, 35 more by 115, and the last 5 at a quarter of the speed
        assertThat(timeline.lines).containsExactly("135 a DONE busy 135", "175 b DONE busy 40");
    }

    @Test
    void theBooksCountWorkUnderWay() {
        gpu.submit(100, Fate.NONE, timeline.as("a"));
        gpu.submit(100, Fate.NONE, timeline.as("b"));
        calendar.runUntil(40);
        Books books = gpu.books();
        assertThat(books.busyNs()).isEqualTo(40);
        assertThat(books.insideNs()).isEqualTo(80);
        assertThat(books.waitingNs()).isEqualTo(40);
        assertThat(books.inside()).isEqualTo(2);
        assertThat(books.waiting()).isEqualTo(1);
        assertThat(books.contradiction()).isEmpty();
    }
}
