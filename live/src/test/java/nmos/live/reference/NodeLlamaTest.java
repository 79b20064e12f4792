package nmos.live.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import nmos.live.gguf.Gguf;
import nmos.live.tokens.Tokenizer;
import org.junit.jupiter.api.Test;

class NodeLlamaTest {
    private static final String GOLDEN =
            "Once upon a time, there was a little girl named Lily. She loved to play outside in the park.";

    /// Fed its own greedy text, the model predicts each next token of it.
    @Test
    void foretellsItsOwnText() {
        Path model = Path.of(
                Objects.requireNonNullElse(System.getenv("NMOS_DATA"), "../../shared/data"), "models/stories260K.gguf");
        assumeTrue(Files.exists(model), "skipped: " + model + " is missing (set NMOS_DATA to the data folder)");
        NodeLlama reference = NodeLlama.orSkip();
        int[] ids;
        try (Gguf gguf = Gguf.open(model)) {
            ids = Tokenizer.of(gguf).encode(GOLDEN, true, false);
        }
        float[][] logits = reference.logits(model, ids);
        assertThat(logits.length).isEqualTo(ids.length);
        assertThat(logits[0]).hasSize(512);
        int[] foretold = NodeLlama.greedy(logits);
        assertThat(Arrays.copyOf(foretold, ids.length - 1)).containsExactly(Arrays.copyOfRange(ids, 1, ids.length));
    }
}
