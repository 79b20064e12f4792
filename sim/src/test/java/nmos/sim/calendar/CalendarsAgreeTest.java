package nmos.sim.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two calendars let the same things happen in the same order, whatever events plan and cancel.
class CalendarsAgreeTest {
    private static final int SEEDS_PER_CASE = 100;

    /// A program of events that plan and cancel others, driven by draws whose order is the order of events: one event out
    /// of place changes everything after it.
    private static final class Program {
        private final Calendar calendar;
        private final SplittableRandom random;
        private final List<String> trace = new ArrayList<>();
        private final List<Long> tickets = new ArrayList<>();
        private final int spread;
        private int planned;

        Program(Calendar calendar, long seed) {
            this.calendar = calendar;
            this.random = new SplittableRandom(seed);
            // From a few instants shared by all to hardly any ties.
            this.spread = 1 << random.nextInt(20);
        }

        List<String> trace() {
            for (int i = 0; i < 20; i++) {
                plan();
            }
            long untilNs = random.nextInt(2 * spread);
            while (!endsWell(() -> calendar.runUntil(untilNs))) {
                trace.add("goes on");
            }
            trace.add("until " + calendar.nowNs());
            while (!endsWell(calendar::run)) {
                trace.add("goes on");
            }
            trace.add("end " + calendar.nowNs());
            return trace;
        }

        private boolean endsWell(Runnable run) {
            try {
                run.run();
                return true;
            } catch (IllegalStateException thrown) {
                trace.add(thrown.getMessage() + " at " + calendar.nowNs());
                return false;
            }
        }

        private void plan() {
            int name = planned++;
            tickets.add(calendar.at(calendar.nowNs() + random.nextInt(spread), () -> happen(name)));
        }

        private void happen(int name) {
            trace.add(name + "@" + calendar.nowNs());
            int children = planned < 800 ? random.nextInt(4) : 0;
            for (int i = 0; i < children; i++) {
                plan();
            }
            if (random.nextInt(3) == 0) {
                int victim = random.nextInt(tickets.size());
                trace.add("cancel " + victim + " " + calendar.cancel(tickets.get(victim)));
            }
            if (random.nextInt(200) == 0) {
                throw new IllegalStateException("thrown by " + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 200, 300, 400})
    void randomProgramsLeaveTheSameTrace(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_CASE; seed++) {
            List<String> heap = new Program(new HeapCalendar(), seed).trace();
            List<String> dsol = new Program(DsolCalendar.create(), seed).trace();
            assertThat(dsol).as("seed %d", seed).isEqualTo(heap);
        }
    }

    @Test
    void theProgramsPlanTieCancelAndThrow() {
        List<String> all = new ArrayList<>();
        for (long seed = 0; seed < SEEDS_PER_CASE; seed++) {
            all.addAll(new Program(new HeapCalendar(), seed).trace());
        }
        assertThat(all).hasSizeGreaterThan(10_000);
        assertThat(all).anyMatch(line -> line.startsWith("cancel") && line.endsWith("true"));
        assertThat(all).anyMatch(line -> line.startsWith("cancel") && line.endsWith("false"));
        assertThat(all).anyMatch(line -> line.startsWith("thrown"));
    }

    @Test
    void aBigHeapComesOutSorted() {
        HeapCalendar calendar = new HeapCalendar();
        SplittableRandom random = new SplittableRandom(7);
        long[] last = {-1};
        int[] count = {0};
        for (int i = 0; i < 50_000; i++) {
            long ns = random.nextLong(1_000_000);
            calendar.at(ns, () -> {
                assertThat(calendar.nowNs()).isEqualTo(ns).isGreaterThanOrEqualTo(last[0]);
                last[0] = ns;
                count[0]++;
            });
        }
        calendar.run();
        assertThat(count[0]).isEqualTo(50_000);
    }
}
