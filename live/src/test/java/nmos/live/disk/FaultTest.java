package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final int PIECE = 64 << 10;
    private static final int FILE_BYTES = 10 * PIECE + 17;

    @TempDir
    Path folder;

    private void read(IoMethod method, Tamper tamper, Outcome outcome, String fault) throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, FILE_BYTES, 1);
        DriveOptions options = DriveOptions.fastest().by(method).cut(4, PIECE);
        try (Drive drive = Drive.start("faults", options, tamper);
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            MemorySegment memory = Bytes.memory(arena, FILE_BYTES + 4096);
            End end = new End();
            drive.read(store, 0, FILE_BYTES, memory, 0, end);
            assertThat(end.fault()).isEqualTo(fault.isEmpty() ? "" : file + ": offset " + fault);
            assertThat(end.outcome()).isEqualTo(outcome);
            if (outcome == Outcome.DONE) {
                assertThat(Bytes.payload(memory, new Extent(0, FILE_BYTES).span(4096), FILE_BYTES))
                        .isEqualTo(bytes);
            }
            End next = new End();
            drive.read(store, 0, PIECE, memory, 0, next);
            assertThat(next.outcome()).as("others are served").isEqualTo(Outcome.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void aReadErrorFailsItsRequestAndNoOther(IoMethod method) throws Exception {
        read(method, (piece, result) -> piece == 3 ? -Errno.EIO : result, Outcome.FAILED, 3 * PIECE + ": read error EIO");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void aShortReadGoesOnWhereItStopped(IoMethod method) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        read(method, (piece, result) -> piece == 2 && tries.incrementAndGet() < 6 ? 8192 + 5 : result, Outcome.DONE, "");
        assertThat(tries).hasValue(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void aReadThatGetsNowhereFails(IoMethod method) throws Exception {
        read(
                method,
                (piece, result) -> piece == 1 ? 100 : result,
                Outcome.FAILED,
                PIECE + ": short read: 100 of " + PIECE + " bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void aTryThatIsToBeRepeatedIsRepeated(IoMethod method) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        read(method, (_, result) -> tries.incrementAndGet() % 3 == 0 ? -Errno.EAGAIN : result, Outcome.DONE, "");
    }
}
