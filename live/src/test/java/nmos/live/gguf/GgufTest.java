package nmos.live.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {
    @TempDir
    Path dir;

    @Test
    void readsATrainedModel() {
        try (Gguf gguf = Gguf.open(data("models/stories260K.gguf"))) {
            assertThat(gguf.version()).isIn(2, 3);
            assertThat(gguf.metadata().string("general.architecture")).isEqualTo("llama");
            assertThat(gguf.metadata().u32("llama.block_count")).isEqualTo(5);
            assertThat(gguf.metadata().u32("llama.embedding_length")).isEqualTo(64);
            assertThat(gguf.metadata().f32("llama.attention.layer_norm_rms_epsilon")).isEqualTo(1e-5f);
            assertThat(gguf.metadata().strings("tokenizer.ggml.tokens")).hasSize(512);
            assertThat(gguf.metadata().f32s("tokenizer.ggml.scores")).hasSize(512);
            assertThat(gguf.metadata().i32s("tokenizer.ggml.token_type")).hasSize(512);
            GgufTensor norm = gguf.tensor("blk.0.attn_norm.weight");
            assertThat(norm.type()).isEqualTo(TensorType.F32);
            assertThat(norm.dims()).containsExactly(64);
            assertThat(norm.data().byteSize()).isEqualTo(256);
            assertThat(gguf.find("nothing")).isNull();
        }
    }

    @Test
    void readsEveryFileThereIs() throws IOException {
        try (Stream<Path> files = Files.walk(data(""))) {
            List<Path> ggufs = files.filter(p -> p.toString().endsWith(".gguf")).sorted().toList();
            assertThat(ggufs).isNotEmpty();
            for (Path path : ggufs) {
                try (Gguf gguf = Gguf.open(path)) {
                    assertThat(gguf.metadata().strings("tokenizer.ggml.tokens")).as(path.toString()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void namesWhatIsMissingOrOfAnotherType() {
        Path path = data("models/stories260K.gguf");
        try (Gguf gguf = Gguf.open(path)) {
            assertThatThrownBy(() -> gguf.metadata().u32("llama.nothing"))
                    .isInstanceOf(GgufException.class)
                    .hasMessage(path + ": llama.nothing: missing");
            assertThatThrownBy(() -> gguf.metadata().u32("general.architecture"))
                    .isInstanceOf(GgufException.class)
                    .hasMessageContaining("general.architecture: is STRING, where a whole number");
            assertThatThrownBy(() -> gguf.tensor("blk.9.ffn_up.weight"))
                    .isInstanceOf(GgufException.class)
                    .hasMessage(path + ": tensor blk.9.ffn_up.weight: missing");
        }
    }

    @Test
    void refusesAFileThatIsNotThereOrEmpty() throws IOException {
        Path missing = dir.resolve("missing.gguf");
        assertThatThrownBy(() -> Gguf.open(missing)).isInstanceOf(GgufException.class).hasMessage(missing + ": no such file");
        Path empty = Files.createFile(dir.resolve("empty.gguf"));
        assertThatThrownBy(() -> Gguf.open(empty))
                .isInstanceOf(GgufException.class)
                .hasMessage(empty + ": offset 0: magic: needs 4 bytes, 0 are left");
        assertThatThrownBy(() -> Gguf.open(dir)).isInstanceOf(GgufException.class);
    }

    private static Path data(String name) {
        String root = System.getenv("NMOS_DATA");
        Path path = Path.of(root == null ? "../../shared/data" : root).resolve(name);
        assumeTrue(Files.exists(path), () -> path + " is not there; set NMOS_DATA to the data folder");
        return path;
    }
}
