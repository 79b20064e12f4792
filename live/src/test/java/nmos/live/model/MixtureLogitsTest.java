package nmos.live.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import nmos.live.engine.ResidentEngine;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.ReferenceForward;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Mixtures of experts beside the same weights in double precision, in the proportions of published ones. Errors are root mean
/// squares over the vocabulary, as shares of the size of the logits.
class MixtureLogitsTest {
    private static final int VOCABULARY = 400;
    private static final int POSITIONS = 32;

    @TempDir
    Path folder;

    static Stream<Arguments> mixtures() {
        ModelPlan mixtral = plan(Family.LLAMA2, new Experts(8, 2, 256, 0));
        ModelPlan qwen2moe = plan(Family.QWEN2, new Experts(16, 4, 256, 512));
        ModelPlan qwen3moe = plan(Family.QWEN3, new Experts(16, 4, 256, 0));
        ModelPlan everyOne = plan(Family.QWEN3, new Experts(3, 3, 256, 0));
        return Stream.of(mixtral, qwen2moe, qwen3moe, everyOne)
                .flatMap(plan -> Stream.of(TensorType.F32, TensorType.Q8_0, TensorType.Q4_K)
                        .map(type -> Arguments.of(plan, type)));
    }

    private static ModelPlan plan(Family family, Experts experts) {
        // the llama architecture takes its experts' width from the one feed-forward width
        return new ModelPlan(family, "t", 2, 256, 4, 2, 64, 256, VOCABULARY, false, experts);
    }

    /// Where rows are rounded, one may score two experts the other way round, and be off by more: seldom.
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("mixtures")
    void areThoseOfDoublePrecision(ModelPlan plan, TensorType type) {
        Path file = folder.resolve("m.gguf");
        SyntheticModel.random(plan, type, 5).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        int[] tokens = new Random(3).ints(POSITIONS, 0, VOCABULARY).toArray();
        double[] errors = new double[POSITIONS];
        try (Gguf gguf = Gguf.open(file);
                var engine = ResidentEngine.load(file, 2, TensorType.F32)) {
            double[][] exact = new ReferenceForward(gguf).logitsAfterEach(tokens);
            float[] ours = engine.logitsAfterEach(tokens);
            Arrays.setAll(errors, position -> error(exact[position], ours, position * VOCABULARY));
        }
        Arrays.sort(errors);

        boolean rounds = type != TensorType.F32;
        assertThat(errors[POSITIONS * 3 / 4]).isLessThan(rounds ? 0.05 : 2e-6);
        assertThat(errors[POSITIONS - 1]).isLessThan(rounds ? 0.5 : 2e-6);
    }

    private static double error(double[] exact, float[] ours, int from) {
        double squares = 0;
        double size = 0;
        for (int id = 0; id < VOCABULARY; id++) {
            squares += Math.pow(ours[from + id] - exact[id], 2);
            size += exact[id] * exact[id];
        }
        return Math.sqrt(squares / size);
    }
}
