package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.reference.NodeLlama;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.MatchedPair;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.ReferenceForward;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Random tokens forced on us and on llama.cpp: the next token of each position, for every tensor type. Keys and values are F32
/// on both sides.
///
/// Texts have 200 positions in a build, to be quick; `-Dnmos.agreement.positions=1000` makes them longer and prints what was
/// measured. One position of a hundred may differ.
class ForcedAgreementTest {
    private static final int VOCABULARY = 512;
    private static final int QUICK = 200;
    private static final int POSITIONS = Integer.getInteger("nmos.agreement.positions", QUICK);
    private static final int FEW = POSITIONS / 100;
    /// One difference measured twice: how far two measurements of the same may be apart.
    private static final double ALIKE = 1.5;
    /// Under a third of what rounding rows to 8 bits costs: so few numbers were rounded otherwise that chance decides how few.
    private static final double FEW_ROUNDED_OTHERWISE = 0.005;

    @TempDir
    Path folder;

    private final int[] tokens = new Random(9).ints(POSITIONS, 3, VOCABULARY).toArray();

    /// A model with something to say: its next tokens are decided, not drawn among hundreds of near equals.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void foretellsTheNextTokenThatLlamaCppForetells(TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();
        var plan = new ModelPlan(Family.LLAMA2, "t", 2, 256, 4, 2, 64, 512, VOCABULARY, false, Experts.NONE);
        Path model = write("decided", MatchedPair.of(plan, type, plan, type, 0.8, 42).oracle());

        Agreement agreement = Agreement.of(reference.logits(model, tokens), ours(model), 0);

        print("decided " + type + " | " + agreement);
        assertThat(agreement.positions() - agreement.same()).as(agreement.toString()).isLessThanOrEqualTo(FEW);
    }

    static Stream<Arguments> randomModels() {
        var dense = new ModelPlan(Family.LLAMA2, "dense", 2, 512, 8, 4, 64, 768, VOCABULARY, false, Experts.NONE);
        var eight = new Experts(8, 2, 256, 0);
        var mixtral = new ModelPlan(Family.LLAMA2, "mixtral", 2, 256, 4, 2, 64, 256, VOCABULARY, false, eight);
        var sixteen = new Experts(16, 4, 256, 256);
        var qwen2moe = new ModelPlan(Family.QWEN2, "qwen2moe", 2, 256, 4, 2, 64, 256, VOCABULARY, false, sixteen);
        return Stream.concat(
                Stream.of(TensorType.values()).map(type -> Arguments.of(dense, type)),
                Stream.of(TensorType.Q8_0, TensorType.Q4_K)
                        .flatMap(type -> Stream.of(Arguments.of(mixtral, type), Arguments.of(qwen2moe, type))));
    }

    /// Nearly all next tokens of random weights are near ties, and where one side rounds a number of a row up and the other
    /// down, which its last bit decides, all later rows differ. No two programs agree further than llama.cpp does with itself
    /// when last bits move: so far, and no further apart, are we.
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("randomModels")
    void differsFromLlamaCppAsThatDoesFromItself(ModelPlan plan, TensorType type) {
        NodeLlama reference = NodeLlama.orSkip();
        SyntheticModel random = SyntheticModel.random(plan, type, 42);
        Path model = write("random", random);
        float[][] theirs = reference.logits(model, tokens);

        Agreement agreement = Agreement.of(theirs, ours(model), 0);

        print(plan.name() + " " + type + " | ours " + agreement);
        double most = switch (type) {
            case F32 -> 1e-5;
            // in some of its builds rows are rounded to half precision
            case F16 -> 2e-3;
            // it keeps sums of rows in half precision: as far apart as from what is exact
            case Q4_1, Q5_1 -> ALIKE * fromExact(model, theirs);
            case BF16, Q8_0, Q4_0, Q5_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K ->
                Math.max(ALIKE * itself(reference, random, theirs).error(), FEW_ROUNDED_OTHERWISE);
        };
        assertThat(agreement.error()).as(agreement.toString()).isLessThan(most);
        assertThat(agreement.differing()).as(agreement.toString()).isLessThanOrEqualTo(FEW);
    }

    private Agreement itself(NodeLlama reference, SyntheticModel random, float[][] theirs) {
        Agreement itself = Agreement.of(theirs, reference.logits(write("moved", Changed.lastBitsOfNorms(random)), tokens), 0);
        print("    itself " + itself);
        return itself;
    }

    /// What rounding rows to 8 bits costs llama.cpp.
    private double fromExact(Path model, float[][] theirs) {
        try (Gguf gguf = Gguf.open(model)) {
            double[][] exact = new ReferenceForward(gguf).logitsAfterEach(tokens);
            float[][] floats = new float[exact.length][VOCABULARY];
            for (int position = 0; position < exact.length; position++) {
                for (int id = 0; id < VOCABULARY; id++) {
                    floats[position][id] = (float) exact[position][id];
                }
            }
            return Agreement.of(floats, theirs, 0).error();
        }
    }

    private Path write(String name, SyntheticModel model) {
        Path file = folder.resolve(name + ".gguf");
        model.write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        return file;
    }

    private float[][] ours(Path model) {
        try (var engine = ResidentEngine.load(model, 2, TensorType.F32)) {
            return Agreement.rows(engine.logitsAfterEach(tokens), tokens.length);
        }
    }

    private static void print(String measured) {
        if (POSITIONS > QUICK) {
            System.out.println(measured);
        }
    }
}
