package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifeTest {
    private static final int FILE_BYTES = 2_000_000;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        Path file = folder.resolve("weights");
        Bytes.write(file, FILE_BYTES, 1);
        return file;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("nmos-drive-"))
                .count();
    }

    private static long mappings() throws IOException {
        try (Stream<String> all = Files.lines(Path.of("/proc/self/maps"))) {
            return all.filter(line -> line.contains("io_uring")).count();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED", "MODELLED"})
    void twoHundredDrivesLeaveNothingBehind(IoMethod method) throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux lists what is open");
        Path file = file();
        Pace pace = Pace.of(1L << 40);
        DriveOptions options = new DriveOptions(method, 4, 64 << 10, pace, pace, false);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = Bytes.memory(arena, 1 << 18);
            long descriptors = 0;
            for (int i = 0; i < 200; i++) {
                if (i == 10) {
                    descriptors = descriptors();
                }
                try (Drive drive = Drive.start("life", options);
                        Registration registration = drive.register(memory)) {
                    assertThat(registration).isNotNull();
                    Store store = drive.open(file);
                    Store spill = drive.create(folder.resolve("spill"), 8192);
                    End end = new End();
                    drive.read(store, 5, 200_000, memory, 0, end);
                    if (i % 2 == 0) {
                        assertThat(end.outcome()).isEqualTo(Outcome.DONE);
                        store.close();
                    }
                    if (i % 3 == 0) {
                        spill.close();
                    }
                }
                assertThat(folder.resolve("spill")).doesNotExist();
            }
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            assertThat(threads()).isZero();
            assertThat(mappings()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED", "MODELLED"})
    void closingUnderRequestsEndsEachOnceAndRefusesMore(IoMethod method) throws Exception {
        Path file = file();
        Pace slow = Pace.of(20_000_000);
        List<End> ends = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = Bytes.memory(arena, 1 << 21);
            Drive drive = Drive.start("closing", new DriveOptions(method, 4, 64 << 10, slow, slow, false));
            Store store = drive.open(file);
            for (int i = 0; i < 20; i++) {
                ends.add(new End());
                drive.read(store, i, 1_000_000, memory, i, ends.getLast());
            }
            Thread.currentThread().interrupt();
            drive.close();
            assertThat(Thread.interrupted()).as("the interrupt is kept for the caller").isTrue();
            assertThat(ends).allSatisfy(end -> assertThat(end.times).hasValue(1));
            assertThat(ends.getLast().outcome()).isEqualTo(Outcome.DROPPED);
            assertThatIllegalStateException()
                    .isThrownBy(() -> drive.read(store, 0, 1, memory, 0, new End()))
                    .withMessage("drive closing is closed");
            assertThatIllegalStateException().isThrownBy(() -> drive.open(file));
            assertThatIllegalStateException().isThrownBy(() -> drive.create(folder.resolve("spill"), 1));
            assertThat(folder.resolve("spill")).doesNotExist();
            store.close();
            drive.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED", "MODELLED"})
    void anInterruptOfItsThreadClosesTheDrive(IoMethod method) throws Exception {
        Pace slow = Pace.of(100_000);
        DriveOptions options = new DriveOptions(method, 2, 64 << 10, slow, slow, false);
        try (Arena arena = Arena.ofShared();
                Drive drive = Drive.start("interrupted", options);
                Store store = drive.open(file())) {
            MemorySegment memory = Bytes.memory(arena, 1 << 21);
            List<End> ends = List.of(new End(), new End(), new End());
            ends.forEach(end -> drive.read(store, 0, FILE_BYTES, memory, 0, end));
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("nmos-drive-interrupted")) {
                    assertThat(thread.isDaemon()).isTrue();
                    thread.interrupt();
                    thread.join();
                }
            }
            for (End end : ends) {
                assertThat(end.outcome()).isEqualTo(Outcome.DROPPED);
            }
        }
    }

    private static void closeAll(List<AutoCloseable> all) {
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aReportThatThrowsOrClosesHarmsNobodyElse() throws Exception {
        Path file = file();
        try (Arena arena = Arena.ofShared();
                Drive drive = Drive.start("reports", DriveOptions.fastest())) {
            MemorySegment memory = Bytes.memory(arena, 8192);
            Store store = drive.open(file);
            CountDownLatch heard = new CountDownLatch(1);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("nmos-drive-reports")) {
                    thread.setUncaughtExceptionHandler((_, _) -> heard.countDown());
                }
            }
            drive.read(store, 0, 1, memory, 0, (_, _, _) -> {
                throw new IllegalArgumentException("of the one who asked");
            });
            heard.await();
            End second = new End();
            List<AutoCloseable> both = List.of(store, drive);
            drive.read(store, 0, 1, memory, 0, (outcome, busyNs, fault) -> {
                closeAll(both);
                second.ended(outcome, busyNs, fault);
            });
            assertThat(second.outcome()).isEqualTo(Outcome.DONE);
        }
        assertThat(threads()).isZero();
    }

    @Test
    void aClosedStoreDropsItsRequestsAndNoOthers() throws Exception {
        Pace slow = Pace.of(100_000_000);
        try (Drive drive = Drive.start("stores", DriveOptions.modelled(1, slow, slow));
                Store kept = drive.create(Path.of("kept"), 1L << 30)) {
            Store closed = drive.create(Path.of("closed"), 1L << 30);
            End of = new End();
            drive.read(closed, 0, 1 << 29, MemorySegment.NULL, 0, of);
            End other = new End();
            drive.read(kept, 0, 1 << 20, MemorySegment.NULL, 0, other);
            closed.close();
            assertThat(of.outcome()).isEqualTo(Outcome.DROPPED);
            assertThat(other.outcome()).isEqualTo(Outcome.DONE);
            assertThatIllegalStateException()
                    .isThrownBy(() -> drive.read(closed, 0, 1, MemorySegment.NULL, 0, new End()))
                    .withMessage("closed: closed");
        }
    }

    @Test
    void memoryThatWasFreedFailsTheRead() throws Exception {
        Path file = file();
        try (Drive drive = Drive.start("freed", DriveOptions.fastest());
                Store store = drive.open(file)) {
            MemorySegment freed;
            try (Arena arena = Arena.ofShared()) {
                freed = Bytes.memory(arena, 8192);
            }
            End end = new End();
            drive.read(store, 0, 1, freed, 0, end);
            assertThat(end.fault()).isEqualTo(file + ": offset 0: the memory to read was freed");
        }
    }

    /// Reads a file with the best method and prints why it was that.
    public static void main(String... arguments) throws Exception {
        try (Drive drive = Drive.start("child", DriveOptions.fastest());
                Store store = drive.open(Path.of(arguments[0]));
                Arena arena = Arena.ofShared()) {
            End end = new End();
            drive.read(store, 0, store.bytes(), Bytes.memory(arena, store.bytes() + 4096), 0, end);
            System.out.println(end.outcome() + " " + drive.method() + ": " + drive.why());
        }
    }

    @Test
    void aJvmThatMayNotCallNativesFallsBackAndSaysWhy() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--illegal-native-access=deny",
                        "--enable-native-access=java.base",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LifeTest.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).startsWith("DONE DIRECT: direct channel reads by 8 threads: no io_uring: ");
    }
}
