package nmos.sim.station;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.sim.calendar.HeapCalendar;
import org.junit.jupiter.api.Test;

/// Timelines by hand. A byte read takes one nanosecond, a byte written two; latencies are 100 and 30 ns, a chunk 10 bytes.
class DiskTest {
    private static final Rate READ = new Rate(100, 1_000_000_000);
    private static final Rate WRITE = new Rate(30, 500_000_000);

    private final HeapCalendar calendar = new HeapCalendar();
    private final Timeline timeline = new Timeline(calendar);

    private Disk disk(int depth) {
        return new Disk(calendar, "ssd", READ, WRITE, depth, 10);
    }

    private Job read(Disk disk, long bytes, String name) {
        return disk.read(bytes, 0, Fate.NONE, timeline.as(name));
    }

    @Test
    void aloneARequestTakesItsLatencyAndItsBytes() {
        Disk disk = disk(4);
        read(disk, 50, "read");
        calendar.run();
        disk.write(50, 0, Fate.NONE, timeline.as("write"));
        calendar.run();
        assertThat(timeline.lines).containsExactly("150 read DONE busy 50", "280 write DONE busy 100");
    }

    @Test
    void atDepthOneTheLatenciesAddUp() {
        Disk disk = disk(1);
        read(disk, 50, "a");
        read(disk, 50, "b");
        calendar.run();
        assertThat(timeline.lines).containsExactly("150 a DONE busy 50", "300 b DONE busy 50");
    }

    @Test
    void atDepthTwoOneLatencyHidesBehindTheOther() {
        Disk disk = disk(2);
        read(disk, 50, "a");
        read(disk, 50, "b");
        read(disk, 200, "c");
        read(disk, 10, "d");
        calendar.run();
        // a and b wait together; c is admitted at 150, its bytes from 250; d is admitted at 200, its bytes after c's
        assertThat(timeline.lines)
                .containsExactly(
                        "150 a DONE busy 50", "200 b DONE busy 50", "450 c DONE busy 200", "460 d DONE busy 10");
        assertThat(disk.books().busyNs()).isEqualTo(310);
        assertThat(disk.books().maxWaiting()).isEqualTo(2);
    }

    @Test
    void admissionGoesByUrgencyAndServiceByAdmission() {
        Disk disk = disk(1);
        disk.read(10, 5, Fate.NONE, timeline.as("first"));
        disk.read(10, 5, Fate.NONE, timeline.as("patient"));
        disk.read(10, 1, Fate.NONE, timeline.as("urgent"));
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly(
                        "110 first DONE busy 10", "220 urgent DONE busy 10", "330 patient DONE busy 10");
    }

    @Test
    void aWriteAdmittedAfterAReadWaitsForItsBytes() {
        Disk disk = disk(2);
        read(disk, 50, "read");
        disk.write(10, 0, Fate.NONE, timeline.as("write"));
        calendar.run();
        assertThat(timeline.lines).containsExactly("150 read DONE busy 50", "170 write DONE busy 20");
    }

    @Test
    void aRequestWhoseBytesDoNotMoveYetIsDroppedAtOnce() {
        Disk disk = disk(2);
        Job a = read(disk, 50, "a");
        Job b = read(disk, 50, "b");
        Job c = read(disk, 50, "c");
        read(disk, 50, "d");
        calendar.at(40, () -> {
            assertThat(disk.cancel(a)).isTrue();
            assertThat(disk.cancel(c)).isTrue();
        });
        calendar.at(120, () -> assertThat(disk.cancel(b)).isTrue());
        calendar.run();
        // b is cancelled at the end of its second chunk. When a goes, c is admitted in its place, and when c goes, d: its latency runs from 40.
        assertThat(timeline.lines)
                .containsExactly(
                        "40 a DROPPED busy 0",
                        "40 c DROPPED busy 0",
                        "120 b DROPPED busy 20",
                        "190 d DONE busy 50");
    }

    @Test
    void aTransferUnderWayEndsWithItsChunk() {
        Disk disk = disk(2);
        Job a = read(disk, 50, "a");
        read(disk, 50, "b");
        calendar.at(111, () -> {
            assertThat(disk.cancel(a)).isTrue();
            assertThat(disk.cancel(a)).isFalse();
        });
        calendar.run();
        assertThat(timeline.lines).containsExactly("120 a DROPPED busy 20", "170 b DONE busy 50");
    }

    @Test
    void fatesStretchLatencyAndBytesAndHoldReportsBack() {
        Disk disk = disk(1);
        disk.read(50, 0, Fate.late(2_000_000), timeline.as("late"));
        disk.read(50, 0, Fate.held(200), timeline.as("held"));
        disk.read(50, 0, Fate.failed(), timeline.as("failed"));
        calendar.run();
        assertThat(timeline.lines)
                .containsExactly("300 late DONE busy 100", "600 failed FAILED busy 50", "650 held DONE busy 50");
    }

    @Test
    void bytesThatFillALongTimesABillionDoNotOverflow() {
        Disk disk = new Disk(calendar, "ssd", new Rate(0, 2_360_000_000L), WRITE, 1, 16 << 20);
        read(disk, 37_157_000_000L, "pass");
        calendar.run();
        // 37.157 / 2.36 s, rounded up
        assertThat(timeline.lines).containsExactly("15744491526 pass DONE busy 15744491526");
    }
}
