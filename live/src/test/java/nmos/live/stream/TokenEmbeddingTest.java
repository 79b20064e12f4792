package nmos.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import nmos.live.kernel.Matrix;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TokenEmbeddingTest {
    private static final int WIDTH = 32;
    private static final int TOKENS = 3;

    @TempDir
    Path folder;

    private static TokenEmbedding of(Path file, long offset) {
        var matrix = new Matrix(TensorType.F32, TOKENS, WIDTH, Arena.ofAuto().allocate(4L * TOKENS * WIDTH, 64));
        return new TokenEmbedding(file, matrix, offset);
    }

    @Test
    void aRowIsReadFromItsPlaceInTheFile() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * TOKENS * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0);
        for (int i = 0; i < TOKENS * WIDTH; i++) {
            bytes.putFloat(i);
        }
        try (TokenEmbedding embedding = of(Files.write(folder.resolve("m"), bytes.array()), 8)) {
            float[] row = new float[WIDTH];
            embedding.row(2, row, 0);
            assertThat(row[0]).isEqualTo(2 * WIDTH);
            assertThat(row[WIDTH - 1]).isEqualTo(3 * WIDTH - 1);
        }
    }

    @Test
    void aFileThatShrankIsNamed() throws Exception {
        try (TokenEmbedding embedding = of(Files.write(folder.resolve("m"), new byte[10]), 0)) {
            assertThatThrownBy(() -> embedding.row(0, new float[WIDTH], 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .rootCause().hasMessageStartingWith(folder.resolve("m") + ": ends before the embedding of token 0");
        }
    }

    /// A folder can be opened, and every read of it fails.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aReadThatFailsNamesTheFile() {
        try (TokenEmbedding embedding = of(folder, 0)) {
            assertThatThrownBy(() -> embedding.row(1, new float[WIDTH], 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .rootCause().hasMessage(folder + ": the embedding of token 1 at 128 cannot be read: Is a directory");
        }
    }
}
