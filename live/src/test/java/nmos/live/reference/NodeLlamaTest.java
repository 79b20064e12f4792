package nmos.live.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.ReferenceForward;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLlamaTest {
    private static final String GOLDEN =
            "Once upon a time, there was a little girl named Lily. She loved to play outside in the park.";

    @TempDir
    Path folder;

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

    /// Models of one name follow each other in one process, and one that cannot be read leaves it well.
    @Test
    void oneProcessAnswersForManyModels() throws IOException {
        NodeLlama reference = NodeLlama.orSkip();
        long process = NodeLlama.processId();
        Path model = Files.writeString(folder.resolve("m.gguf"), "no model");
        assertThatThrownBy(() -> reference.logits(model, 1, 2)).isInstanceOf(UncheckedIOException.class);
        var plan = new ModelPlan(Family.LLAMA2, "t", 1, 64, 2, 1, 32, 64, 400, false, Experts.NONE);
        for (long seed = 1; seed <= 2; seed++) {
            SyntheticModel.random(plan, TensorType.F32, seed).write(model, GgufWriter.IfPresent.REPLACE, _ -> {});
            try (Gguf gguf = Gguf.open(model)) {
                double[][] expected = new ReferenceForward(gguf).logitsAfterEach(5, 6);
                assertThat((double) reference.logits(model, 5, 6)[1][7]).isCloseTo(expected[1][7], within(1e-4));
            }
        }
        assertThat(NodeLlama.processId()).isEqualTo(process);
    }
}
