package nmos.live.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticModelTest {
    @TempDir
    Path dir;

    /// However many layers: logits neither vanish nor run away.
    @ParameterizedTest
    @CsvSource({"LLAMA2, Q8_0, 2", "LLAMA3, Q4_0, 2", "QWEN2, Q5_1, 40", "QWEN3, F16, 2"})
    void activationsStayFinite(Family family, TensorType type, int layers) {
        var plan = new ModelPlan(family, "small", layers, 64, 4, 2, 16, 128, 400, false, Experts.NONE);
        Path file = dir.resolve("model.gguf");
        SyntheticModel.random(plan, type, 1).write(file, IfPresent.REFUSE, _ -> {});
        try (Gguf gguf = Gguf.open(file)) {
            double[] logits = new ReferenceForward(gguf).logits(1, 300, 301, 302);
            double size = Math.sqrt(Arrays.stream(logits).map(x -> x * x).sum() / logits.length);
            assertThat(size).isBetween(0.5, 2.0);
        }
    }
}
