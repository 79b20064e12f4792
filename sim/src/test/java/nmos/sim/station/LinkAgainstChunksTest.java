package nmos.sim.station;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import nmos.sim.calendar.Calendar;
import nmos.sim.calendar.HeapCalendar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs of chunks taken as one event end when chunks taken one by one end, to the nanosecond.
class LinkAgainstChunksTest {
    private static final int SEEDS_PER_CASE = 200;

    private record Arrival(int id, long ns, int stream, long bytes, long urgency, long cancelAtNs) {}

    private record Traffic(long chunkBytes, Rate[] rates, List<Arrival> arrivals) {
        static Traffic of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            long chunkBytes = random.nextInt(1, 30);
            // Whole nanoseconds a byte, so that arrivals meet the ends of chunks, or odd fractions.
            long[] bandwidths = {1_000_000_000L, 500_000_000L, 3_000_000_000L, 2_360_000_001L};
            Rate[] rates = new Rate[random.nextInt(1, 5)];
            for (int stream = 0; stream < rates.length; stream++) {
                rates[stream] = new Rate(random.nextInt(20), bandwidths[random.nextInt(bandwidths.length)]);
            }
            List<Arrival> arrivals = new ArrayList<>();
            int spreadNs = 1 << random.nextInt(4, 12);
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                long ns = random.nextInt(spreadNs);
                long cancelAtNs = random.nextInt(3) == 0 ? ns + random.nextInt(spreadNs) : -1;
                arrivals.add(new Arrival(
                        arrivals.size(), ns, random.nextInt(rates.length), random.nextInt(1, 300), random.nextInt(3), cancelAtNs));
            }
            return new Traffic(chunkBytes, rates, arrivals);
        }

        List<String> inRuns() {
            HeapCalendar calendar = new HeapCalendar();
            Timeline timeline = new Timeline(calendar);
            Link link = new Link(calendar, "link", chunkBytes, true, rates);
            Job[] jobs = new Job[arrivals.size()];
            plan(
                    calendar,
                    arrival -> jobs[arrival.id] = link.submit(
                            arrival.stream,
                            arrival.bytes,
                            arrival.urgency,
                            Fate.NONE,
                            timeline.as("job " + arrival.id)),
                    arrival -> link.cancel(jobs[arrival.id]));
            calendar.run();
            assertThat(link.books().contradiction()).isEmpty();
            assertThat(timeline.lines).hasSameSizeAs(arrivals);
            return timeline.lines.stream().sorted().toList();
        }

        List<String> chunkByChunk() {
            HeapCalendar calendar = new HeapCalendar();
            Timeline timeline = new Timeline(calendar);
            ChunkByChunk link = new ChunkByChunk(calendar, chunkBytes, rates);
            ChunkByChunk.Transfer[] transfers = new ChunkByChunk.Transfer[arrivals.size()];
            plan(
                    calendar,
                    arrival -> transfers[arrival.id] = link.submit(
                            arrival.stream,
                            arrival.bytes,
                            arrival.urgency,
                            timeline.as("job " + arrival.id)),
                    arrival -> link.cancel(transfers[arrival.id]));
            calendar.run();
            return timeline.lines.stream().sorted().toList();
        }

        /// All before the run, so that what comes at the very end of a chunk is there before the link looks.
        private void plan(Calendar calendar, Consumer<Arrival> submit, Consumer<Arrival> cancel) {
            for (Arrival arrival : arrivals) {
                calendar.at(arrival.ns, () -> submit.accept(arrival));
            }
            for (Arrival arrival : arrivals) {
                if (arrival.cancelAtNs >= 0) {
                    calendar.at(arrival.cancelAtNs, () -> cancel.accept(arrival));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200, 400, 600, 800})
    void randomTrafficEndsAtTheSameNanoseconds(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + SEEDS_PER_CASE; seed++) {
            Traffic traffic = Traffic.of(seed);
            assertThat(traffic.inRuns()).as("seed %d", seed).isEqualTo(traffic.chunkByChunk());
        }
    }

    @Test
    void saturatedStreamsTakeTurnsChunkByChunk() {
        HeapCalendar calendar = new HeapCalendar();
        Timeline timeline = new Timeline(calendar);
        Rate rate = new Rate(0, 1_000_000_000);
        Link link = new Link(calendar, "link", 10, true, rate, rate, rate);
        for (int stream = 0; stream < 3; stream++) {
            link.submit(stream, 50, 0, Fate.NONE, timeline.as("stream " + stream));
        }
        calendar.run();
        // Five rounds of three chunks; the last round ends them one after the other.
        assertThat(timeline.lines)
                .containsExactly(
                        "130 stream 0 DONE busy 50", "140 stream 1 DONE busy 50", "150 stream 2 DONE busy 50");
    }

    @Test
    void anUncontendedTransferIsOneEventHoweverManyItsChunks() {
        HeapCalendar calendar = new HeapCalendar();
        Link link = new Link(calendar, "link", 1, true, new Rate(0, 3_200_000_000L));
        List<Long> endNs = new ArrayList<>();
        // 35.802 GB in chunks of a byte: chunk by chunk this would never end.
        link.submit(0, 35_802_000_000L, 0, Fate.NONE, (outcome, busyNs) -> endNs.add(calendar.nowNs()));
        calendar.run();
        assertThat(endNs).containsExactly(11_188_125_000L);
    }
}
