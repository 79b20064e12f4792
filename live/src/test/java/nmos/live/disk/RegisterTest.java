package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterTest {
    private static final int FILE_BYTES = 4_000_000;
    private static final int PLACE = 1 << 20;

    @TempDir
    Path folder;

    /// Reads go on into eight places while each is registered and let go of, over and over.
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void memoryIsRegisteredAndLetGoOfWhileReadsAreUnderWay(IoMethod method) throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, FILE_BYTES, 1);
        Random random = new Random(2);
        try (Arena arena = Arena.ofShared();
                Drive drive = Drive.start("register", DriveOptions.fastest().by(method).cut(6, 64 << 10));
                Store store = drive.open(file)) {
            MemorySegment memory = Bytes.memory(arena, 8 * PLACE);
            Thread other = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    MemorySegment part = memory.asSlice((i % 8L) * PLACE, PLACE);
                    try (Registration registration = drive.register(part)) {
                        assertThat(registration.whyNot().isEmpty()).isEqualTo(drive.method() == IoMethod.IO_URING);
                    }
                }
            });
            List<Throwable> failures = new ArrayList<>();
            other.setUncaughtExceptionHandler((_, e) -> failures.add(e));
            other.start();
            for (int round = 0; round < 30; round++) {
                List<Extent> extents = new ArrayList<>();
                List<End> ends = new ArrayList<>();
                for (int place = 0; place < 8; place++) {
                    Extent extent = new Extent(random.nextInt(FILE_BYTES - PLACE), 1 + random.nextInt(PLACE - 8192));
                    End end = new End();
                    extents.add(extent);
                    ends.add(end);
                    MemorySegment to = memory.asSlice((long) place * PLACE, PLACE);
                    drive.read(store, extent.offset(), extent.bytes(), to, 0, end);
                }
                for (int place = 0; place < 8; place++) {
                    assertThat(ends.get(place).fault()).isEmpty();
                    Extent extent = extents.get(place);
                    MemorySegment to = memory.asSlice((long) place * PLACE, PLACE);
                    byte[] expected = Arrays.copyOfRange(bytes, (int) extent.offset(), (int) extent.end());
                    assertThat(Bytes.payload(to, extent.span(4096), extent.bytes())).isEqualTo(expected);
                }
            }
            other.join();
            assertThat(failures).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> drive.register(MemorySegment.ofArray(new byte[8])));
        }
    }
}
