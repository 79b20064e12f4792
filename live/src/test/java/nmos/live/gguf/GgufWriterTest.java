package nmos.live.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufWriterTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 4096})
    void whatIsWrittenIsRead(int alignment) throws IOException {
        Path file = dir.resolve("model.gguf");
        var metadata = new LinkedHashMap<>(Samples.metadata());
        metadata.put("general.alignment", GgufValue.u32(alignment));
        var progress = new ArrayList<Long>();
        GgufWriter.write(file, metadata, Samples.tensors(), IfPresent.REFUSE, progress::add);

        assertThat(Files.size(file)).isEqualTo(GgufWriter.fileBytes(metadata, Samples.tensors()));
        try (Gguf gguf = Gguf.open(file)) {
            assertThat(gguf.version()).isEqualTo(3);
            assertThat(gguf.alignment()).isEqualTo(alignment);
            assertThat(gguf.metadata().values()).isEqualTo(metadata);
            assertThat(gguf.metadata().values().keySet()).containsExactlyElementsOf(metadata.keySet());
            assertThat(gguf.metadata().strings("tokens")).containsExactly("a", "", "\u2581the", "<s>");
            assertThat(gguf.metadata().i32s("ids")).containsExactly(1, -2, Integer.MAX_VALUE);
            assertThat(gguf.metadata().f32s("scores")).containsExactly(0, -1.5f, Float.MAX_VALUE);
            assertThat(gguf.tensors()).hasSameSizeAs(Samples.tensors());
            long bytes = 0;
            for (int i = 0; i < gguf.tensors().size(); i++) {
                GgufTensor read = gguf.tensors().get(i);
                GgufWriter.Tensor written = Samples.tensors().get(i);
                assertThat(read.name()).isEqualTo(written.name());
                assertThat(read.type()).isEqualTo(written.type());
                assertThat(read.dims()).isEqualTo(written.dims());
                assertThat(read.offset() % alignment).isZero();
                assertThat(read.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes(written));
                bytes += read.bytes();
            }
            assertThat(progress).isSorted().endsWith(bytes);
        }
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenAsked() throws IOException {
        Path file = Files.writeString(dir.resolve("model.gguf"), "precious");
        assertThatThrownBy(() -> write(file, Samples.tensors(), IfPresent.REFUSE))
                .isInstanceOf(GgufException.class)
                .hasMessage(file + ": is there already; remove it or ask to replace it");
        assertThat(file).hasContent("precious");
        write(file, Samples.tensors(), IfPresent.REPLACE);
        Gguf.open(file).close();
        assertThat(names()).containsExactly("model.gguf");
    }

    @Test
    void aFailureHalfWayLeavesNothing() throws IOException {
        Path file = dir.resolve("model.gguf");
        var broken = new GgufWriter.Tensor("broken", TensorType.F32, new long[] {4}, _ -> {
            throw new IOException("No space left on device\nand more");
        });
        assertThatThrownBy(() -> write(file, List.of(Samples.tensors().get(0), broken), IfPresent.REFUSE))
                .isInstanceOf(GgufException.class)
                .hasMessage(file + ": cannot be written: No space left on device");
        assertThat(names()).isEmpty();
    }

    @Test
    void aFileLargerThanTheDiskIsRefusedBeforeItIsBegun() throws IOException {
        Path file = dir.resolve("model.gguf");
        var huge = new GgufWriter.Tensor("huge", TensorType.F32, new long[] {1L << 55}, _ -> {
            throw new IOException("begun");
        });
        assertThatThrownBy(() -> write(file, List.of(huge), IfPresent.REFUSE))
                .isInstanceOf(GgufException.class)
                .hasMessageMatching(".*needs \\d+ bytes, \\d+ are free on its disk");
        assertThat(names()).isEmpty();
    }

    @Test
    void anAbandonedPartIsTakenOver() throws IOException {
        Files.writeString(dir.resolve("model.gguf.part"), "x".repeat(10_000));
        Path file = dir.resolve("model.gguf");
        write(file, Samples.tensors(), IfPresent.REFUSE);
        assertThat(Files.size(file)).isEqualTo(GgufWriter.fileBytes(Samples.metadata(), Samples.tensors()));
    }

    @Test
    void twoWritersOfOneFileDoNotMix() {
        Path file = dir.resolve("model.gguf");
        var inner = new GgufWriter.Tensor("inner", TensorType.F32, new long[] {1}, sink -> {
            assertThatThrownBy(() -> write(file, Samples.tensors(), IfPresent.REFUSE))
                    .isInstanceOf(GgufException.class)
                    .hasMessageContaining("is being written by another run");
            sink.write(ByteBuffer.allocate(4));
        });
        write(file, List.of(inner), IfPresent.REFUSE);
        try (Gguf gguf = Gguf.open(file)) {
            assertThat(gguf.tensors()).hasSize(1);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = dir.resolve("none/model.gguf");
        assertThatThrownBy(() -> write(file, Samples.tensors(), IfPresent.REFUSE))
                .isInstanceOf(GgufException.class)
                .hasMessageStartingWith(file + ": cannot be written: ");
    }

    private static void write(Path file, List<GgufWriter.Tensor> tensors, IfPresent ifPresent) {
        GgufWriter.write(file, Samples.metadata(), tensors, ifPresent, _ -> {});
    }

    private static byte[] bytes(GgufWriter.Tensor tensor) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) tensor.bytes());
        tensor.source().writeTo(all::put);
        return all.array();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
