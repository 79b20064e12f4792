package nmos.live.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.ReferenceForward;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// From a file to logits, beside the same weights in double precision. Errors are root mean squares over all positions and the
/// whole vocabulary, as shares of the deviation of the logits. Keys and values are F32.
class LogitsTest {
    private static final int VOCABULARY = 512;
    private static final int POSITIONS = 24;
    private static final double EXACT = 2e-6;

    @TempDir
    Path folder;

    /// Nothing is lost but the last bits of floats: what the weights stand for, and every step between, is right.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void areThoseOfDoublePrecisionWhereRowsAreNotRounded(TensorType type) {
        assertThat(error(type, _ -> Grid.FREE)).isLessThan(EXACT);
    }

    /// Rounding rows to what llama.cpp rounds them to costs about what their bits say: eight, or a 127th of the largest of a
    /// block. It costs something, too, or nothing was rounded.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void areThoseOfDoublePrecisionButForTheRoundingOfRows(TensorType type) {
        double most = switch (Grid.of(type)) {
            case FREE -> EXACT;
            case BFLOAT -> 0.015;
            case BYTES_32, BYTES_256 -> 0.05;
        };
        double least = Grid.of(type) == Grid.FREE ? 0 : 5e-5;
        assertThat(error(type, Grid::of)).isBetween(least, most);
    }

    private double error(TensorType type, Function<TensorType, Grid> grids) {
        var plan = new ModelPlan(Family.QWEN2, "t", 2, 256, 4, 2, 64, 512, VOCABULARY, false, Experts.NONE);
        Path file = folder.resolve("m.gguf");
        SyntheticModel.random(plan, type, 5).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        int[] tokens = new Random(3).ints(POSITIONS, 0, VOCABULARY).toArray();
        try (Gguf gguf = Gguf.open(file)) {
            return error(new ReferenceForward(gguf).logitsAfterEach(tokens), logits(gguf, grids, tokens));
        }
    }

    /// All but the last token in one pass, the last in a pass of its own: the two ways through the kernels.
    private static float[] logits(Gguf gguf, Function<TensorType, Grid> grids, int... tokens) {
        ModelConfig config = ModelConfig.of(gguf);
        var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F32);
        int most = tokens.length - 1;
        float[] all = new float[tokens.length * VOCABULARY];
        try (var workers = new Workers(2);
                var store = new KvStore(kv, 16, 4);
                var pass = new ForwardPass(config, ModelWeights.of(gguf, config), kv, most, workers, grids);
                KvBranch branch = store.branch()) {
            for (int from = 0; from < tokens.length; from += most) {
                int count = Math.min(most, tokens.length - from);
                pass.begin(PassRows.chain(branch, tokens, from, count), false);
                pass.layers();
                float[] logits = new float[count * VOCABULARY];
                pass.logits(0, count, logits);
                System.arraycopy(logits, 0, all, from * VOCABULARY, logits.length);
                branch.append(pass.fresh(), 0, count);
            }
        }
        return all;
    }

    /// The larger of the error over all positions and that of the last.
    private static double error(double[][] reference, float[] ours) {
        double squares = 0;
        double spread = 0;
        double lastSquares = 0;
        double lastSpread = 0;
        for (int position = 0; position < reference.length; position++) {
            lastSquares = 0;
            lastSpread = 0;
            for (int id = 0; id < VOCABULARY; id++) {
                double logit = reference[position][id];
                lastSquares += Math.pow(ours[position * VOCABULARY + id] - logit, 2);
                lastSpread += logit * logit;
            }
            squares += lastSquares;
            spread += lastSpread;
        }
        return Math.sqrt(Math.max(squares / spread, lastSquares / lastSpread));
    }
}
