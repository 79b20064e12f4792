package nmos.sim.calendar;

import nmos.world.run.Event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only the calendar on DSOL has to prove.
class DsolCalendarTest {
    @Test
    void whatIsPlannedThroughDsolsOwnApiSharesTheOrder() {
        DsolCalendar calendar = DsolCalendar.create();
        List<String> happened = new ArrayList<>();
        calendar.at(10, () -> happened.add("ours"));
        calendar.scheduleEventAbs(10L, () -> happened.add("DSOL's"));
        calendar.at(10, () -> happened.add("ours again"));
        calendar.scheduleEventRel(5L, () -> happened.add("earlier"));
        calendar.start();
        assertThat(happened).containsExactly("earlier", "ours", "DSOL's", "ours again");
        assertThat(calendar.getSimulatorTime()).isEqualTo(10L);
        assertThatThrownBy(() -> calendar.scheduleEventAbs(9L, () -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsMayMakeAndRunCalendarsAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Long>> ends = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                ends.add(threads.submit(countTo(50)));
            }
            for (Future<Long> end : ends) {
                assertThat(end.get()).isEqualTo(50);
            }
        }
    }

    private static Callable<Long> countTo(int last) {
        return () -> {
            DsolCalendar calendar = DsolCalendar.create();
            new Event() {
                @Override
                public void happen() {
                    if (calendar.nowNs() < last) {
                        calendar.after(1, this);
                    }
                }
            }.happen();
            calendar.run();
            return calendar.nowNs();
        };
    }

    @Test
    void noThreadIsStarted() {
        int before = Thread.activeCount();
        DsolCalendar calendar = DsolCalendar.create();
        calendar.at(1, () -> {});
        calendar.run();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before);
    }

    /// Run by the test below in a process of its own.
    static final class Quiet {
        private Quiet() {}

        public static void main(String[] args) {
            for (int i = 0; i < 3; i++) {
                DsolCalendar calendar = DsolCalendar.create();
                calendar.at(1, () -> {
                    throw new IllegalStateException("thrown on purpose");
                });
                try {
                    calendar.run();
                } catch (IllegalStateException thrown) {
                    calendar.run();
                }
            }
        }
    }

    @Test
    void nothingIsPrinted(@TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quiet.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(output).isEmptyFile();
    }
}
