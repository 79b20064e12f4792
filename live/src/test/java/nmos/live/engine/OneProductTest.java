package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufTensor;
import nmos.live.gguf.GgufWriter;
import nmos.live.gguf.Layouts;
import nmos.live.quant.Dequantise;
import nmos.live.reference.NodeLlama;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Logits that are one product of the weights with one row that both sides know to the last bit or so: where arithmetic
/// differs from llama.cpp's, it shows here, before layers upon layers of rounding have made noise of it.
class OneProductTest {
    private static final int VOCABULARY = 512;
    private static final int WIDTH = 512;
    private static final int POSITIONS = 100;
    private static final int BLOCK = 32;
    /// Of the size of the logits: sums of floats in another order.
    private static final double LAST_BITS = 2e-6;

    @TempDir
    Path folder;

    private final int[] tokens = new Random(9).ints(POSITIONS, 3, VOCABULARY).toArray();

    /// One position of twenty may hold a number whose last bit decided how it was rounded.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void isLlamaCppsToTheLastBits(TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();
        var plan = new ModelPlan(Family.LLAMA2, "t", 1, WIDTH, 8, 4, 64, 768, VOCABULARY, false, Experts.NONE);
        Path model = folder.resolve("m.gguf");
        Changed.headAlone(SyntheticModel.random(plan, type, 42)).write(model, GgufWriter.IfPresent.REPLACE, _ -> {});
        float[][] theirs = reference.logits(model, tokens);
        float[][] ours;
        try (var engine = ResidentEngine.load(model, 2, TensorType.F32)) {
            ours = Agreement.rows(engine.logitsAfterEach(tokens), POSITIONS);
        }

        switch (type) {
            case F32, BF16, Q8_0, Q4_0, Q5_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K ->
                assertThat(equal(theirs, ours)).isGreaterThanOrEqualTo(POSITIONS - POSITIONS / 20);
            case F16 -> assertThat(Agreement.of(theirs, ours, 0).error()).isLessThan(5e-4); // of half precision, or none
            case Q4_1, Q5_1 -> {
                roundSums(model, type, ours);
                assertThat(equal(theirs, ours)).isGreaterThanOrEqualTo(POSITIONS - POSITIONS / 20);
            }
        }
    }

    private static int equal(float[][] theirs, float[][] ours) {
        int equal = 0;
        for (int position = 0; position < POSITIONS; position++) {
            double squares = 0;
            double size = 0;
            for (int id = 0; id < VOCABULARY; id++) {
                squares += Math.pow((double) theirs[position][id] - ours[position][id], 2);
                size += (double) theirs[position][id] * theirs[position][id];
            }
            equal += Math.sqrt(squares / size) < LAST_BITS ? 1 : 0;
        }
        return equal;
    }

    /// What llama.cpp does beyond us where blocks have a minimum: it multiplies that with the sum of the row's 32 numbers, and
    /// keeps the sum in half precision, computed from a scale that was not rounded.
    private void roundSums(Path model, TensorType type, float[][] logits) {
        try (Gguf gguf = Gguf.open(model)) {
            GgufTensor head = gguf.tensor("output.weight");
            for (int position = 0; position < POSITIONS; position++) {
                double[] lost = lost(Dequantise.row(gguf.tensor("token_embd.weight"), tokens[position]));
                for (int id = 0; id < VOCABULARY; id++) {
                    for (int block = 0; block < lost.length; block++) {
                        long at = id * head.rowBytes() + (long) block * type.blockBytes + Short.BYTES;
                        float minimum = Float.float16ToFloat(head.data().get(Layouts.SHORT, at));
                        logits[position][id] += (float) (minimum * lost[block]);
                    }
                }
            }
        }
    }

    /// Of each block of a row, what rounding adds to the sum.
    private static double[] lost(double[] row) {
        double squares = 0;
        for (double value : row) {
            squares += value * value;
        }
        float scale = (float) (1 / Math.sqrt(squares / WIDTH + 1e-5f));
        double[] lost = new double[WIDTH / BLOCK];
        for (int block = 0; block < lost.length; block++) {
            float largest = 0;
            for (int i = 0; i < BLOCK; i++) {
                largest = Math.max(largest, Math.abs((float) row[block * BLOCK + i] * scale));
            }
            int sum = 0;
            for (int i = 0; i < BLOCK; i++) {
                sum += (int) Math.rint((float) row[block * BLOCK + i] * scale * (127 / largest));
            }
            float step = largest / 127;
            lost[block] = half(step * sum) - (double) half(step) * sum;
        }
        return lost;
    }

    private static float half(float x) {
        return Float.float16ToFloat(Float.floatToFloat16(x));
    }
}
