package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancelTest {
    private static final int FILE_BYTES = 2_000_000;

    @TempDir
    Path folder;

    private DriveOptions options(IoMethod method) {
        Pace fast = new Pace(1_000, 50_000_000_000L);
        return new DriveOptions(
                method, 4, 16 << 10, fast, fast, false);
    }

    /// Three threads ask and cancel in a storm, some twice, some what has ended.
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED", "MODELLED"})
    void inAStormOfCancelsEachRequestEndsOnce(IoMethod method) throws Exception {
        storm(method, true);
        storm(method, false);
    }

    private void storm(IoMethod method, boolean paced) throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, FILE_BYTES, 1);
        DriveOptions options = options(method);
        if (!paced && method != IoMethod.MODELLED) {
            options = options.paced(Pace.UNBOUND, Pace.UNBOUND);
        }
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<End> ends = new ArrayList<>();
        try (Arena arena = Arena.ofShared();
                Drive drive = Drive.start("storm", options);
                Store store = drive.open(file)) {
            List<Thread> threads = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                Random random = new Random(seed);
                MemorySegment memory = Bytes.memory(arena, 1 << 20);
                Thread thread = new Thread(() -> {
                    List<Request> requests = new ArrayList<>();
                    for (int i = 0; i < 1_000; i++) {
                        End end = new End();
                        synchronized (ends) {
                            ends.add(end);
                        }
                        int at = random.nextInt(FILE_BYTES - 200_000);
                        requests.add(drive.read(store, at, 1 + random.nextInt(200_000), memory, random.nextInt(5), end));
                        if (random.nextInt(3) > 0) {
                            drive.cancel(requests.get(random.nextInt(requests.size())));
                        }
                        if (random.nextInt(20) == 0) {
                            drive.cancel(requests.getLast());
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (End end : ends) {
                outcomes.merge(end.outcome() == null ? Outcome.FAILED : end.outcome(), 1, Integer::sum);
            }
            assertThat(drive.busyNs()).isEqualTo(sumOfBusy(ends));
            MemorySegment memory = Bytes.memory(arena, 1 << 21);
            End after = new End();
            drive.read(store, 0, FILE_BYTES, memory, 0, after);
            assertThat(after.outcome()).isEqualTo(Outcome.DONE);
            if (method != IoMethod.MODELLED) {
                assertThat(Bytes.payload(memory, new Span(0, 0, 0), FILE_BYTES)).isEqualTo(bytes);
            }
        }
        assertThat(ends).hasSize(3_000).allSatisfy(end -> assertThat(end.times).hasValue(1));
        assertThat(outcomes).containsOnlyKeys(Outcome.DONE, Outcome.DROPPED);
    }

    private static long sumOfBusy(List<End> ends) throws InterruptedException {
        long sum = 0;
        for (End end : ends) {
            sum += end.busyNs();
        }
        return sum;
    }

    @Test
    void whatWaitsIsDroppedAtOnceAndWhatWasUnderWayGoesOn() throws Exception {
        Pace slow = Pace.of(1 << 20);
        try (Drive drive = Drive.start("cancel", DriveOptions.modelled(1, slow, slow));
                Store store = drive.create(Path.of("none"), 1L << 30)) {
            End first = new End();
            Request minute = drive.read(store, 0, 60 << 20, MemorySegment.NULL, 0, first);
            End second = new End();
            drive.cancel(drive.read(store, 0, 60 << 20, MemorySegment.NULL, 0, second));
            assertThat(second.outcome()).isEqualTo(Outcome.DROPPED);
            assertThat(second.busyNs()).isZero();
            assertThat(first.times).hasValue(0);
            drive.cancel(minute);
            assertThat(first.outcome()).isEqualTo(Outcome.DROPPED);
        }
    }
}
