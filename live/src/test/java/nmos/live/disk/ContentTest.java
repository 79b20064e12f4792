package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {
    private static final int FILE_BYTES = 9_000_001;

    @TempDir
    Path folder;

    private record Asked(Extent extent, MemorySegment memory, End end) {}

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "IO_URING", "DIRECT", "BUFFERED"})
    void whatIsReadIsWhatIsInTheFileWhereverItLies(IoMethod method) throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, FILE_BYTES, 1);
        Random random = new Random(method.ordinal());
        DriveOptions options = DriveOptions.fastest().by(method).cut(5, 64 << 10);
        try (Drive drive = Drive.start("content", options);
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            assertThat(store.bytes()).isEqualTo(FILE_BYTES);
            List<Asked> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int longest = 1 << random.nextInt(1, 22);
                int offset = random.nextInt(FILE_BYTES);
                int count = i % 10 == 0 ? FILE_BYTES - offset : Math.min(FILE_BYTES - offset, 1 + random.nextInt(longest));
                all.add(ask(drive, store, arena, new Extent(offset, Math.min(count, 1 << 21)), random.nextInt(3)));
            }
            all.add(ask(drive, store, arena, new Extent(FILE_BYTES - 1, 1), 0));
            all.add(ask(drive, store, arena, new Extent(0, FILE_BYTES), 0));
            long sum = 0;
            long busy = 0;
            for (Asked asked : all) {
                assertThat(asked.end().fault()).isEmpty();
                assertThat(asked.end().outcome()).isEqualTo(Outcome.DONE);
                assertPayload(bytes, asked, store);
                sum += asked.extent().bytes();
                busy += asked.end().busyNs();
            }
            assertThat(drive.bytesRead()).isEqualTo(sum);
            assertThat(drive.busyNs()).isEqualTo(busy);
        }
    }

    private static Asked ask(Drive drive, Store store, Arena arena, Extent extent, long urgency) {
        End end = new End();
        MemorySegment memory = Bytes.memory(arena, extent.span(store.alignment()).bytes());
        drive.read(store, extent.offset(), extent.bytes(), memory, urgency, end);
        return new Asked(extent, memory, end);
    }

    private static void assertPayload(byte[] file, Asked asked, Store store) {
        Extent extent = asked.extent();
        byte[] expected = Arrays.copyOfRange(file, (int) extent.offset(), (int) extent.end());
        byte[] got = Bytes.payload(asked.memory(), extent.span(store.alignment()), extent.bytes());
        assertThat(Arrays.mismatch(got, expected)).as("%s", extent).isEqualTo(-1);
    }

    @Test
    void aKernelThreadMayLookForWorkInstead() throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, 3_000_000, 2);
        try (Drive drive = Drive.start("polled", DriveOptions.fastest().polled().cut(4, 128 << 10));
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            for (int i = 0; i < 20; i++) {
                Asked asked = ask(drive, store, arena, new Extent(i * 1000L, 2_000_000), 0);
                assertThat(asked.end().fault()).isEmpty();
                assertPayload(bytes, asked, store);
            }
        }
    }

    @Test
    void twoDrivesReadOneFile() throws Exception {
        Path file = folder.resolve("weights");
        byte[] bytes = Bytes.write(file, 3_000_000, 3);
        try (Drive one = Drive.start("one", DriveOptions.fastest());
                Drive other = Drive.start("other", DriveOptions.fastest().by(IoMethod.DIRECT));
                Store here = one.open(file);
                Store there = other.open(file);
                Arena arena = Arena.ofShared()) {
            Asked first = ask(one, here, arena, new Extent(77, 2_500_000), 0);
            Asked second = ask(other, there, arena, new Extent(77, 2_500_000), 0);
            assertThat(first.end().outcome()).isEqualTo(Outcome.DONE);
            assertThat(second.end().outcome()).isEqualTo(Outcome.DONE);
            assertPayload(bytes, first, here);
            assertPayload(bytes, second, there);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.read(there, 0, 1, Bytes.memory(arena, 4096), 0, new End()))
                    .withMessageContaining("another drive");
        }
    }

    @Test
    void aRequestOfThreeGibibytesIsOneRequest() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("nmos.disk.huge"), "wants 3 GiB of memory: -Dnmos.disk.huge=true");
        long bytes = (3L << 30) + 12_345;
        Path file = folder.resolve("sparse");
        byte[] mark = {1, 2, 3};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(mark), bytes - mark.length);
        }
        try (Drive drive = Drive.start("huge", DriveOptions.fastest());
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            Asked asked = ask(drive, store, arena, new Extent(0, bytes), 0);
            assertThat(asked.end().fault()).isEmpty();
            assertThat(drive.bytesRead()).isEqualTo(bytes);
            MemorySegment tail = asked.memory().asSlice(bytes - mark.length, mark.length);
            assertThat(tail.toArray(JAVA_BYTE)).isEqualTo(mark);
        }
    }

    @Test
    void whatCannotBeReadIsRefusedWhenItIsAskedFor() throws IOException {
        Path file = folder.resolve("weights");
        Bytes.write(file, 10_000, 4);
        try (Drive drive = Drive.start("refusals", DriveOptions.fastest());
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            MemorySegment memory = Bytes.memory(arena, 1 << 20);
            refused(() -> drive.read(store, 0, 0, memory, 0, new End()), "at least 1 byte");
            refused(() -> drive.read(store, 9_999, 2, memory, 0, new End()), "past its end at 10000");
            refused(() -> drive.read(store, 0, 100, memory.asSlice(8), 0, new End()), "not aligned");
            refused(() -> drive.read(store, 4_000, 200, memory.asSlice(0, 4096), 0, new End()), "blocks have 8192");
            refused(() -> drive.read(store, 0, 100, memory.asReadOnly(), 0, new End()), "read-only");
            refused(() -> drive.read(store, 0, 100, MemorySegment.ofArray(new byte[8192]), 0, new End()), "heap");
            refused(() -> drive.write(store, 0, 100, memory, 0, new End()), "opened for reading");
            try (Arena confined = Arena.ofConfined()) {
                MemorySegment mine = Bytes.memory(confined, 4096);
                refused(() -> drive.read(store, 0, 100, mine, 0, new End()), "one thread");
            }
        }
    }

    private static void refused(Runnable ask, String because) {
        assertThatIllegalArgumentException().isThrownBy(ask::run).withMessageContaining(because);
    }
}
