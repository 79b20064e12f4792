package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpillTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void whatIsWrittenIsReadBackAndTheFileIsGoneAfterwards(IoMethod method) throws Exception {
        Path file = folder.resolve("spill");
        byte[] bytes = Bytes.random(1_000_000, 8);
        try (Drive drive = Drive.start("spill", DriveOptions.fastest().by(method).cut(3, 64 << 10));
                Arena arena = Arena.ofShared()) {
            MemorySegment out = Bytes.memory(arena, 1 << 20);
            MemorySegment in = Bytes.memory(arena, 1 << 20);
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, out, 0, bytes.length);
            try (Store store = drive.create(file, 5_000_001)) {
                assertThat(store.bytes()).isEqualTo(5_001_216);
                assertThat(file).hasSize(5_001_216);
                for (long at : new long[] {0, 8192, 3_997_696}) {
                    End written = new End();
                    drive.write(store, at, bytes.length, out, 0, written);
                    assertThat(written.fault()).isEmpty();
                    End read = new End();
                    drive.read(store, at, bytes.length, in.fill((byte) 0), 0, read);
                    assertThat(read.fault()).isEmpty();
                    assertThat(Bytes.payload(in, new Span(at, 0, 0), bytes.length)).isEqualTo(bytes);
                }
                assertThat(drive.bytesWritten()).isEqualTo(3_000_000);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> drive.write(store, 100, 10, out, 0, new End()))
                        .withMessageContaining("no multiple of 4096");
                assertThatThrownBy(() -> drive.create(file, 1)).hasMessageContaining("exists already");
            }
            assertThat(file).doesNotExist();
            Store left = drive.create(file, 1);
            assertThat(left.bytes()).isEqualTo(4096);
        }
        assertThat(file).as("closed with its drive").doesNotExist();
    }

    private interface Use {
        void of(Path folder) throws Exception;
    }

    /// A file system of 1 MiB, where this process may make one.
    private void onTinyDisk(Use use) throws Exception {
        on("tmpfs", use);
    }

    private void on(String fileSystem, Use use) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("tiny"));
        Assumptions.assumeTrue(
                run("mount", "-t", fileSystem, "-o", "size=1m", fileSystem, disk.toString()), "only root can make a tiny disk");
        try {
            use.of(disk);
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT"})
    void aFullDiskRefusesTheFileAndKeepsNothingOfIt(IoMethod method) throws Exception {
        onTinyDisk(disk -> {
            try (Drive drive = Drive.start("full", DriveOptions.fastest().by(method))) {
                Path file = disk.resolve("spill");
                assertThatThrownBy(() -> drive.create(file, 2 << 20))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(file + ": cannot be created: no space left");
                assertThat(file).doesNotExist();
            }
        });
    }

    /// The room that was taken is lost and given to another: the writes find none.
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT"})
    void aDiskThatFillsUpFailsTheWrite(IoMethod method) throws Exception {
        onTinyDisk(disk -> {
            try (Drive drive = Drive.start("full", DriveOptions.fastest().by(method));
                    Arena arena = Arena.ofShared()) {
                Path file = disk.resolve("spill");
                try (Store store = drive.create(file, 512 << 10)) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(0);
                    }
                    Files.write(disk.resolve("other"), new byte[1000 << 10]);
                    End end = new End();
                    drive.write(store, 0, 512 << 10, Bytes.memory(arena, 512 << 10), 0, end);
                    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(end.fault())
                            .startsWith(file + ": offset ")
                            .contains("no space left");
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT"})
    void aFileSystemWithoutDirectReadsIsReadThroughItsCacheAndThatIsSaid(IoMethod method) throws Exception {
        on("ramfs", disk -> {
            Path file = disk.resolve("weights");
            byte[] bytes = Bytes.write(file, 100_000, 3);
            try (Drive drive = Drive.start("cache", DriveOptions.fastest().by(method));
                    Store store = drive.open(file);
                    Arena arena = Arena.ofShared()) {
                assertThat(store.method()).isEqualTo(IoMethod.BUFFERED);
                assertThat(drive.why()).contains(file + " is read through the page cache: ");
                MemorySegment memory = Bytes.memory(arena, 1 << 17);
                End end = new End();
                drive.read(store, 0, bytes.length, memory, 0, end);
                assertThat(end.fault()).isEmpty();
                assertThat(Bytes.payload(memory, new Span(0, 0, 0), bytes.length)).isEqualTo(bytes);
            }
        });
    }
}
