package nmos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSpansTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var spans = new DeviceSpans(
                List.of(new DeviceSpan("device weights", "copy in", 7, 1024, -5, 10), new DeviceSpan("device compute", "layer 0", 0, 0, 12, 12)), 3);
        spans.write(folder);
        assertThat(DeviceSpans.read(folder)).isEqualTo(spans);
    }

    @Test
    void aRunOnNoDeviceHasNoSuchFile() throws IOException {
        DeviceSpans.NONE.write(folder);
        assertThat(folder).isEmptyDirectory();
        assertThat(DeviceSpans.read(folder)).isEqualTo(DeviceSpans.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,1,2,3", "a,b,1,2,3,x", "a,b,1,2,30,20", "# left out,many"})
    void aDamagedLineIsNamed(String line) throws IOException {
        Path file = Files.writeString(folder.resolve(RunDirectory.DEVICE), "stream,what,work,bytes,began_ns,ended_ns\n" + line + "\n");
        assertThatThrownBy(() -> DeviceSpans.read(folder)).isInstanceOf(IOException.class).hasMessageStartingWith(file + ":2: ");
    }
}
