package nmos.harness.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PageCacheTest {
    @TempDir
    private Path dir;

    @Test
    void aFileThatWasReadIsInMemoryUntilItIsDropped() throws IOException {
        Path file = Files.write(dir.resolve("file"), new byte[1_000_000]);
        assertThat(Files.readAllBytes(file)).hasSize(1_000_000);
        assertThat(PageCache.bytes(file)).hasValue(1_000_000);
        PageCache.drop(file);
        assumeTrue(!Files.getFileStore(file).type().equals("tmpfs"), "files in memory stay there");
        assertThat(PageCache.bytes(file)).hasValue(0);
        assertThat(Files.readAllBytes(file)).hasSize(1_000_000);
    }

    @Test
    void anEmptyFileHasNothingInMemoryAndOneThatIsNotThereIsNamed() throws IOException {
        Path empty = Files.createFile(dir.resolve("empty"));
        PageCache.drop(empty);
        assertThat(PageCache.bytes(empty)).hasValue(0);
        assertThatThrownBy(() -> PageCache.drop(dir.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileIsOnAWholeDriveOrOnNone() throws IOException {
        assertThatThrownBy(() -> BlockDevice.behind(Path.of("/proc/self/stat"))).isInstanceOf(IOException.class)
                .hasMessageContaining("not on one drive");
        try {
            BlockDevice device = BlockDevice.behind(dir);
            assertThat(Path.of("/sys/block", device.name(), "dev")).content().isEqualToIgnoringNewLines(device.numbers());
        } catch (IOException none) {
            assertThat(none).hasMessageContaining("not on one drive");
        }
    }

    @Test
    void aProcessHasFiguresWhileItLives() {
        long self = ProcessHandle.current().pid();
        assertThat(ProcFiles.peakBytes(self).orElseThrow()).isGreaterThan(1_000_000);
        assertThat(ProcFiles.startTicks(self)).isPresent().isEqualTo(ProcFiles.startTicks(self));
        assertThat(ProcFiles.readBytes(1L << 40)).isEmpty();
    }
}
