package nmos.sim.station;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.sim.calendar.Calendar;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.run.Report;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What queueing theory says of stations, and what accounts must add up to.
class QueueingLawsTest {
    private static final long SERVICE_NS = 1_000_000;
    private static final Rate MEGABYTE_IN_A_MILLISECOND = new Rate(0, 1_000_000_000);

    /// A station and the way to give it a job.
    interface Door {
        Job submit(long bytes, Report report);
    }

    record Bench(HeapCalendar calendar, Station station, Door door) {
        static Bench link() {
            HeapCalendar calendar = new HeapCalendar();
            Link link = new Link(calendar, "link", 1 << 16, true, MEGABYTE_IN_A_MILLISECOND);
            return new Bench(calendar, link, (bytes, report) -> link.submit(0, bytes, 0, Fate.NONE, report));
        }

        static Bench linkOfThree() {
            HeapCalendar calendar = new HeapCalendar();
            Rate rate = new Rate(5_000, 1_000_000_000);
            Link link = new Link(calendar, "link of three", 1 << 16, true, rate, rate, rate);
            return new Bench(
                    calendar,
                    link,
                    (bytes, report) -> link.submit((int) (bytes % 3), bytes, bytes % 5, Fate.NONE, report));
        }

        static Bench disk() {
            HeapCalendar calendar = new HeapCalendar();
            Disk disk = new Disk(calendar, "disk", MEGABYTE_IN_A_MILLISECOND, MEGABYTE_IN_A_MILLISECOND, 4, 1 << 16);
            return new Bench(calendar, disk, (bytes, report) -> disk.read(bytes, 0, Fate.NONE, report));
        }

        static Bench slowDisk() {
            HeapCalendar calendar = new HeapCalendar();
            Rate rate = new Rate(80_000, 1_000_000_000);
            Disk disk = new Disk(calendar, "disk with latency", rate, rate, 2, 1 << 16);
            return new Bench(calendar, disk, (bytes, report) -> disk.read(bytes, bytes % 5, Fate.NONE, report));
        }

        static Bench processor() {
            HeapCalendar calendar = new HeapCalendar();
            Processor processor = new Processor(calendar, "processor");
            return new Bench(calendar, processor, (bytes, report) -> processor.submit(bytes, Fate.NONE, report));
        }
    }

    interface Make {
        Bench bench();
    }

    private static final List<Named<Make>> ALL = List.of(
            Named.of("link", Bench::link),
            Named.of("disk", Bench::disk),
            Named.of("processor", Bench::processor),
            Named.of("link of three", Bench::linkOfThree),
            Named.of("disk with latency", Bench::slowDisk));

    static List<Arguments> stationsAndLoads() {
        List<Arguments> cases = new ArrayList<>();
        for (Named<Make> make : ALL.subList(0, 3)) {
            for (int percent : new int[] {20, 50, 80, 90}) {
                cases.add(Arguments.of(make, percent));
            }
        }
        return cases;
    }

    static List<Arguments> stations() {
        return ALL.stream().map(Arguments::of).toList();
    }

    /// A Poisson stream of jobs, and the mean wait of those after the first `warmUp`.
    private static double meanWaitNs(Bench bench, double meanGapNs, SplittableRandom random) {
        int warmUp = 2_000;
        int jobs = 6_000;
        long[] sumNs = {0};
        Calendar calendar = bench.calendar;
        double arrival = 0;
        for (int i = 0; i < jobs; i++) {
            arrival -= meanGapNs * StrictMath.log(1 - random.nextDouble());
            long ns = Math.round(arrival);
            boolean counts = i >= warmUp;
            calendar.at(ns, () -> bench.door.submit(SERVICE_NS, (outcome, busyNs) -> {
                if (counts) {
                    sumNs[0] += calendar.nowNs() - ns - SERVICE_NS;
                }
            }));
        }
        calendar.run();
        return (double) sumNs[0] / (jobs - warmUp);
    }

    @ParameterizedTest
    @MethodSource("stationsAndLoads")
    void poissonArrivalsWaitAsLongAsInMD1(Make make, int loadPercent) {
        double load = loadPercent / 100.0;
        int replications = 40;
        SplittableRandom random = new SplittableRandom(20260101 + loadPercent);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < replications; i++) {
            double wait = meanWaitNs(make.bench(), SERVICE_NS / load, random.split());
            sum += wait;
            squares += wait * wait;
        }
        double mean = sum / replications;
        double error = Math.sqrt((squares / replications - mean * mean) / (replications - 1));
        double theory = load * SERVICE_NS / (2 * (1 - load));
        assertThat(mean).isBetween(theory - 4 * error, theory + 4 * error);
        // Tight enough to tell M/D/1 from M/M/1, whose waits are twice as long.
        assertThat(error).isLessThan(theory / 20);
    }

    @ParameterizedTest
    @MethodSource("stations")
    void jobsInsideOverTimeAreTheTimesOfJobsInside(Make make) {
        for (long seed = 0; seed < 200; seed++) {
            Bench bench = make.bench();
            Calendar calendar = bench.calendar;
            SplittableRandom random = new SplittableRandom(seed);
            long[] insideNs = {0};
            long[] busySum = {0};
            int jobs = random.nextInt(1, 60);
            for (int i = 0; i < jobs; i++) {
                long ns = random.nextLong(20_000_000);
                long bytes = random.nextLong(1, 2_000_000);
                long cancelAfterNs = random.nextInt(4) == 0 ? random.nextLong(3_000_000) : -1;
                calendar.at(ns, () -> {
                    Job job = bench.door.submit(bytes, (outcome, busyNs) -> {
                        insideNs[0] += calendar.nowNs() - ns;
                        busySum[0] += busyNs;
                    });
                    if (cancelAfterNs >= 0) {
                        calendar.after(cancelAfterNs, () -> bench.station.cancel(job));
                    }
                });
            }
            calendar.run();
            Books books = bench.station.books();
            assertThat(books.inside()).isZero();
            assertThat(books.insideNs()).as("seed %d", seed).isEqualTo(insideNs[0]);
            assertThat(books.sojournNs()).isEqualTo(insideNs[0]);
            assertThat(books.busyNs()).isEqualTo(busySum[0]);
            assertThat(books.contradiction()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void theTimeBusyIsJobsTimesService(int jobs) {
        for (Named<Make> make : ALL.subList(0, 3)) {
            Bench bench = make.getPayload().bench();
            for (int i = 0; i < jobs; i++) {
                bench.calendar.at(i * 1_700_000L % 9_000_000, () -> bench.door.submit(SERVICE_NS, (outcome, busyNs) ->
                        assertThat(busyNs).isEqualTo(SERVICE_NS)));
            }
            bench.calendar.run();
            assertThat(bench.station.books().busyNs()).as(make.getName()).isEqualTo(jobs * SERVICE_NS);
            assertThat(bench.station.books().done()).isEqualTo(jobs);
        }
    }

    @Test
    void booksThatDoNotAddUpSayWhere() {
        assertThat(new Books(10, 1, 1, 0, 0, 0, 5, 5, 0, 5, 0, 0, 0).contradiction()).isEmpty();
        assertThat(new Books(10, 2, 1, 0, 0, 0, 5, 5, 0, 5, 0, 0, 0).contradiction()).startsWith("2 jobs entered, 1 ended");
        assertThat(new Books(10, 1, 1, 0, 0, 0, 5, 6, 0, 5, 0, 0, 0).contradiction()).contains("6 ns in all");
        assertThat(new Books(10, 1, 1, 0, 0, 0, 11, 5, 0, 5, 0, 0, 0).contradiction()).contains("busy 11 of 10");
    }
}
