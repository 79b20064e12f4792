package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On modelled drives, which have all the time that order needs.
class OrderTest {
    private static final Pace PACE = new Pace(100_000, 1L << 30);

    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());

    private End ask(Drive drive, Store store, String name, long bytes, long urgency) {
        End end = new End();
        drive.read(store, 0, bytes, MemorySegment.NULL, urgency, (outcome, busyNs, fault) -> {
            ended.add(name);
            end.ended(outcome, busyNs, fault);
        });
        return end;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theMostUrgentOfThoseWaitingIsNextAndTheFirstOfEquals() throws Exception {
        try (Drive drive = Drive.start("order", DriveOptions.modelled(2, PACE, PACE));
                Store store = drive.create(Path.of("none"), 1L << 32)) {
            CountDownLatch bothBegun = new CountDownLatch(1);
            CountDownLatch allAsked = new CountDownLatch(1);
            BlockingQueue<End> begunEnd = new ArrayBlockingQueue<>(1);
            // asked for in one report, these two are begun together, and the thread held up until all others wait
            drive.read(store, 0, 1, MemorySegment.NULL, 0, (_, _, _) -> {
                drive.read(store, 0, 1, MemorySegment.NULL, 0, (_, _, _) -> {
                    bothBegun.countDown();
                    await(allAsked);
                });
                begunEnd.add(ask(drive, store, "begun", 64 << 20, 9));
            });
            End begun = begunEnd.take();
            await(bothBegun);
            List<End> ends = List.of(
                    ask(drive, store, "later", 1 << 20, 5),
                    ask(drive, store, "last", 1 << 20, 7),
                    ask(drive, store, "later too", 1 << 20, 5),
                    ask(drive, store, "urgent", 4 << 20, -1));
            allAsked.countDown();
            for (End end : ends) {
                assertThat(end.outcome()).isEqualTo(Outcome.DONE);
            }
            assertThat(ended).containsExactly("begun", "urgent", "later", "later too", "last");
            // 64 MiB at 1 GiB/s
            assertThat(begun.busyNs()).isEqualTo(62_500_000);
            assertThat(begun.thread()).isEqualTo("nmos-drive-order");
            assertThat(drive.why()).startsWith("modelled");
        }
    }

    @Test
    void aModelledDriveReadsNothingAndChargesWhatTheBytesTake() throws Exception {
        Random random = new Random(3);
        Pace fast = new Pace(1_000, 200_000_000_000L);
        try (Drive drive = Drive.start("modelled", DriveOptions.modelled(8, fast, fast));
                Store store = drive.create(Path.of("none"), 1L << 40)) {
            long sum = 0;
            for (int i = 0; i < 50; i++) {
                long bytes = 1 + random.nextLong(1L << random.nextInt(1, 28));
                End end = new End();
                if (i % 2 == 0) {
                    drive.read(store, random.nextLong(1L << 30), bytes, MemorySegment.NULL, 0, end);
                } else {
                    drive.write(store, 4096L * random.nextInt(1000), bytes, MemorySegment.NULL, 0, end);
                }
                assertThat(end.busyNs()).isEqualTo(fast.transferNs(0, bytes));
                sum += bytes;
            }
            assertThat(drive.bytesRead() + drive.bytesWritten()).isEqualTo(sum);
        }
    }

    @Test
    void aRequestOfThreeGibibytesIsOneRequest() throws Exception {
        Pace fast = Pace.of(100_000_000_000L);
        long bytes = (3L << 30) + 12_345;
        try (Drive drive = Drive.start("huge", DriveOptions.modelled(8, fast, fast));
                Store store = drive.create(Path.of("none"), bytes)) {
            End end = ask(drive, store, "huge", bytes, 0);
            assertThat(end.outcome()).isEqualTo(Outcome.DONE);
            assertThat(drive.bytesRead()).isEqualTo(bytes);
        }
    }

    /// The busy time goes by the plan, so that it says what the pace did and not what the machine's other work did.
    @Test
    void aPacedDriveOfRealBytesChargesNoLessThanThePace(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("weights");
        Bytes.write(file, 4_000_000, 6);
        Pace slow = new Pace(50_000, 100_000_000);
        DriveOptions options = DriveOptions.fastest().cut(8, 256 << 10).paced(slow, slow);
        try (Drive drive = Drive.start("paced", options);
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            long before = System.nanoTime();
            End end = new End();
            drive.read(store, 3, 3_999_000, Bytes.memory(arena, 4 << 20), 0, end);
            assertThat(end.outcome()).isEqualTo(Outcome.DONE);
            // 10 ns a byte; never less, however fast the disk is
            assertThat(end.busyNs()).isGreaterThanOrEqualTo(39_990_000 - 10_000_000);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(end.busyNs());
        }
    }

    @Test
    void aModelledDriveNeedsASpeed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriveOptions.modelled(8, Pace.UNBOUND, PACE))
                .withMessageContaining("bytes/s");
    }
}
