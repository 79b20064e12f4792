package nmos.sim.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import nmos.sim.calendar.HeapCalendar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Timelines by hand. One byte takes one nanosecond, a chunk is 10 bytes, latency is 0 unless said.
class LinkTest {
    private static final long GB_PER_SEC = 1_000_000_000;

    private final HeapCalendar calendar = new HeapCalendar();
    private final Timeline timeline = new Timeline(calendar);

    private Link link(long latencyNs, int streams) {
        Rate[] rates = new Rate[streams];
        Arrays.fill(rates, new Rate(latencyNs, GB_PER_SEC));
        return new Link(calendar, "link", 10, true, rates);
    }

    private Job submit(Link link, int stream, long bytes, String name) {
        return link.submit(stream, bytes, 0, Fate.NONE, timeline.as(name));
    }

    @AfterEach
    void everyTimelineEnds() {
        calendar.run();
    }

    @Test
    void aloneATransferTakesItsLatencyAndItsBytesRoundedUpOnce() {
        // 100 bytes at 3 GB/s are 33.3 ns; ten chunks of 3.3 ns rounded up one by one would be 40.
        Link link = new Link(calendar, "link", 10, true, new Rate(7, 3 * GB_PER_SEC));
        submit(link, 0, 100, "a");
        calendar.run();
        assertThat(timeline.lines).containsExactly("41 a DONE busy 41");
    }

    @Test
    void aStreamServesInOrderAndPaysTheLatencyForEachTransfer() {
        Link link = link(5, 1);
        submit(link, 0, 30, "a");
        submit(link, 0, 20, "b");
        submit(link, 0, 0, "empty");
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly("35 a DONE busy 35", "60 b DONE busy 25", "65 empty DONE busy 5");
    }

    @Test
    void anArrivalWaitsForTheChunkUnderWayAndThenTheStreamsAlternate() {
        Link link = link(0, 2);
        submit(link, 0, 100, "weights");
        calendar.at(14, () -> submit(link, 1, 25, "kv"));
        calendar.run();
        // weights 0-20, kv 20-30, weights 30-40, kv 40-50, weights 50-60, kv 60-65, weights 65-125
        assertThat(timeline.lines).containsExactly("65 kv DONE busy 25", "125 weights DONE busy 100");
    }

    @Test
    void aStreamThatGathersMakesUpItsTurnOfSeveralTransfers() {
        Rate rate = new Rate(0, GB_PER_SEC);
        Link link = new Link(calendar, "link", 10, true, 1, rate, rate);
        submit(link, 0, 100, "weights");
        calendar.at(14, () -> {
            for (String name : new String[] {"a", "b", "c"}) {
                submit(link, 1, 4, name);
            }
        });
        calendar.run();
        // weights 0-20, a 20-24, b 24-28 (c would make twelve bytes of a turn of ten), weights 28-38, c 38-42, weights 42-112
        assertThat(timeline.lines)
                .containsExactly("24 a DONE busy 4", "28 b DONE busy 4", "42 c DONE busy 4", "112 weights DONE busy 100");
    }

    @Test
    void anArrivalAtTheEndOfAChunkGoesNext() {
        Link link = link(0, 2);
        submit(link, 0, 100, "weights");
        calendar.at(20, () -> submit(link, 1, 10, "kv"));
        calendar.run();
        assertThat(timeline.lines).containsExactly("30 kv DONE busy 10", "110 weights DONE busy 100");
    }

    @Test
    void theLatencyIsAPartOfTheFirstChunk() {
        Link link = link(100, 2);
        submit(link, 0, 30, "weights");
        calendar.at(105, () -> submit(link, 1, 10, "kv"));
        calendar.run();
        // weights 0-110, kv 110-220, weights 220-240
        assertThat(timeline.lines).containsExactly("220 kv DONE busy 110", "240 weights DONE busy 130");
    }

    @Test
    void eachStreamHasItsRate() {
        Link link = new Link(calendar, "link", 10, true, new Rate(0, GB_PER_SEC), new Rate(1, GB_PER_SEC / 2));
        submit(link, 0, 10, "pinned");
        submit(link, 1, 10, "pageable");
        calendar.run();
        assertThat(timeline.lines).containsExactly("10 pinned DONE busy 10", "31 pageable DONE busy 21");
    }

    @Test
    void urgentTransfersOvertakeWhatWaitsButNotWhatHasBegun() {
        Link link = link(0, 1);
        link.submit(0, 30, 9, Fate.NONE, timeline.as("begun"));
        link.submit(0, 10, 5, Fate.NONE, timeline.as("later"));
        link.submit(0, 10, 5, Fate.NONE, timeline.as("latest"));
        link.submit(0, 10, 1, Fate.NONE, timeline.as("urgent"));
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly(
                        "30 begun DONE busy 30",
                        "40 urgent DONE busy 10",
                        "50 later DONE busy 10",
                        "60 latest DONE busy 10");
    }

    @Test
    void aWaitingTransferIsDroppedAtOnce() {
        Link link = link(0, 1);
        submit(link, 0, 30, "a");
        Job b = submit(link, 0, 30, "b");
        calendar.at(12, () -> {
            assertThat(link.cancel(b)).isTrue();
            assertThat(link.cancel(b)).isFalse();
        });
        calendar.run();
        assertThat(timeline.lines).containsExactly("12 b DROPPED busy 0", "30 a DONE busy 30");
    }

    @Test
    void theTransferUnderWayFinishesItsChunkBeforeItIsDropped() {
        Link link = link(0, 1);
        Job a = submit(link, 0, 100, "a");
        submit(link, 0, 5, "b");
        calendar.at(12, () -> assertThat(link.cancel(a)).isTrue());
        calendar.run();
        assertThat(timeline.lines).containsExactly("20 a DROPPED busy 20", "25 b DONE busy 5");
        assertThat(link.books().bytes()).isEqualTo(25);
    }

    @Test
    void aTransferBetweenItsChunksIsDroppedAtOnce() {
        Link link = link(0, 2);
        Job a = submit(link, 0, 100, "a");
        submit(link, 1, 100, "b");
        calendar.at(12, () -> assertThat(link.cancel(a)).isTrue());
        calendar.run();
        assertThat(timeline.lines).containsExactly("12 a DROPPED busy 10", "110 b DONE busy 100");
    }

    @Test
    void aTransferCancelledInItsLastChunkIsDone() {
        Link link = link(0, 1);
        Job a = submit(link, 0, 15, "a");
        calendar.at(12, () -> assertThat(link.cancel(a)).isFalse());
        calendar.run();
        assertThat(timeline.lines).containsExactly("15 a DONE busy 15");
        assertThat(link.cancel(a)).isFalse();
    }

    @Test
    void whatCannotBeRecalledRunsOn() {
        Link link = new Link(calendar, "link", 10, false, new Rate(0, GB_PER_SEC));
        Job a = submit(link, 0, 100, "a");
        Job b = submit(link, 0, 100, "b");
        calendar.at(12, () -> {
            assertThat(link.cancel(a)).isFalse();
            assertThat(link.cancel(b)).isTrue();
        });
        calendar.run();
        assertThat(timeline.lines).containsExactly("12 b DROPPED busy 0", "100 a DONE busy 100");
    }

    @Test
    void aReportMaySubmitAndItsTransferTakesPartInTheChoice() {
        Link link = link(0, 2);
        link.submit(0, 10, 0, Fate.NONE, (outcome, busyNs) -> submit(link, 1, 10, "next"));
        submit(link, 0, 10, "queued");
        calendar.run();
        assertThat(timeline.lines).containsExactly("20 next DONE busy 10", "30 queued DONE busy 10");
    }

    @Test
    void fatesStretchFailAndHoldBack() {
        Link link = link(2, 1);
        link.submit(0, 10, 0, Fate.late(1_500_000), timeline.as("late"));
        link.submit(0, 10, 0, Fate.failed(), timeline.as("failed"));
        link.submit(0, 10, 0, Fate.held(100), timeline.as("held"));
        link.submit(0, 10, 0, Fate.dropped(), timeline.as("dropped"));
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly(
                        "18 late DONE busy 18",
                        "30 failed FAILED busy 12",
                        "54 dropped DROPPED busy 12",
                        "142 held DONE busy 12");
    }

    @Test
    void anotherStationsJobIsRefused() {
        Link link = link(0, 1);
        Job foreign = submit(link(0, 1), 0, 1, "foreign");
        assertThatIllegalArgumentException().isThrownBy(() -> link.cancel(foreign));
        assertThatIllegalArgumentException().isThrownBy(() -> submit(link, 0, -1, "negative"));
    }
}
