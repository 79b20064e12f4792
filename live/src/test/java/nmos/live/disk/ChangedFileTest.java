package nmos.live.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import nmos.world.run.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangedFileTest {
    private static final int FILE_BYTES = 3_000_000;

    @TempDir
    Path folder;

    private interface Change {
        void to(Path file) throws IOException;
    }

    /// Reads most of a file, changes it, reads again.
    private void fails(IoMethod method, Change change, String fault) throws Exception {
        Path file = folder.resolve("weights");
        Bytes.write(file, FILE_BYTES, 1);
        try (Drive drive = Drive.start("changed", DriveOptions.fastest().by(method));
                Store store = drive.open(file);
                Arena arena = Arena.ofShared()) {
            End before = new End();
            drive.read(store, 100, FILE_BYTES - 100, Bytes.memory(arena, 1 << 22), 0, before);
            assertThat(before.fault()).isEmpty();
            change.to(file);
            End after = new End();
            drive.read(store, 100, FILE_BYTES - 100, Bytes.memory(arena, 1 << 22), 0, after);
            assertThat(after.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(after.fault()).startsWith(file + ": offset ").contains(fault).doesNotContain("\n");
            assertThat(after.times).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void aTruncatedFileFailsTheReadAndSaysWhatIsMissing(IoMethod method) throws Exception {
        fails(method, file -> truncate(file, 1_000_001), "file shrank from 3000000 to 1000001 bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "DIRECT", "BUFFERED"})
    void anEmptiedFileFailsTheRead(IoMethod method) throws Exception {
        fails(method, file -> truncate(file, 0), "file shrank from 3000000 to 0 bytes");
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    @Test
    void aFileThatGrewFailsTheRead() throws Exception {
        fails(
                IoMethod.AUTO,
                file -> Files.write(file, new byte[1], StandardOpenOption.APPEND),
                "file changed while open: it grew from 3000000 to 3000001 bytes");
    }

    @Test
    void aFileWrittenIntoFailsTheRead() throws Exception {
        fails(
                IoMethod.AUTO,
                file -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[1]), 5000);
                    }
                    // file systems keep time by ticks; this is a later one
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
                },
                "file changed while open: written to at");
    }

    @Test
    void aFilePutInItsPlaceFailsTheRead() throws Exception {
        Path other = folder.resolve("other");
        Bytes.write(other, FILE_BYTES, 2);
        fails(
                IoMethod.AUTO,
                file -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING),
                "another file is in its place");
    }

    @Test
    void aDeletedFileFailsTheRead() throws Exception {
        fails(IoMethod.AUTO, Files::delete, "it was deleted");
    }

    @Test
    void whatIsNoFileIsNotOpened() {
        try (Drive drive = Drive.start("nothing", DriveOptions.fastest())) {
            assertThatThrownBy(() -> drive.open(folder.resolve("none")))
                    .isInstanceOf(IOException.class)
                    .hasMessage(folder.resolve("none") + ": cannot be opened: no such file");
            assertThatThrownBy(() -> drive.open(folder)).hasMessage(folder + ": cannot be opened: not a file");
        }
    }
}
