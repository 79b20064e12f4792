package nmos.live.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.SplittableRandom;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchedPairTest {
    private static final int CONTEXTS = 120;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "LLAMA2, F32, F32, 0.7",
        "LLAMA2, Q8_0, Q4_0, 0.9",
        "LLAMA3, F16, BF16, 0.3",
        "QWEN2, F32, F32, 0.0",
        "QWEN2, Q5_1, Q4_1, 1.0",
    })
    void theModelsSayWhatTheTransitionsHold(Family family, TensorType oracle, TensorType draft, double agreement) {
        MatchedPair pair = MatchedPair.of(plan(family, 192, 3), oracle, plan(family, 128, 1), draft, agreement, 11);
        checkAgreement(pair, agreement);
    }

    /// Types whose blocks have 256 numbers need rows of 256.
    @ParameterizedTest
    @CsvSource({"Q4_K, Q3_K, 0.8", "Q6_K, Q5_K, 0.5", "Q8_0, Q2_K, 0.6"})
    void soDoTheyInSuperBlocks(TensorType oracle, TensorType draft, double agreement) {
        ModelPlan plan = new ModelPlan(
                Family.LLAMA2, "wide", 1, 256, 4, 2, 64, 256, 400, false, Experts.NONE);
        checkAgreement(MatchedPair.of(plan, oracle, plan, draft, agreement, 5), agreement);
    }

    private void checkAgreement(MatchedPair pair, double agreement) {
        Path oracleFile = dir.resolve("oracle.gguf");
        Path draftFile = dir.resolve("draft.gguf");
        pair.oracle().write(oracleFile, IfPresent.REFUSE, _ -> {});
        pair.draft().write(draftFile, IfPresent.REFUSE, _ -> {});
        try (Gguf oracle = Gguf.open(oracleFile);
                Gguf draft = Gguf.open(draftFile)) {
            var oracleForward = new ReferenceForward(oracle);
            var draftForward = new ReferenceForward(draft);
            var random = new SplittableRandom(1);
            int agreed = 0;
            for (int i = 0; i < CONTEXTS; i++) {
                int[] context = random.ints(1 + random.nextInt(5), 0, pair.transitions().vocabulary()).toArray();
                int token = context[context.length - 1];
                int before = context.length == 1 ? token : context[context.length - 2];
                int says = ReferenceForward.greedy(oracleForward.logits(context));
                int drafts = ReferenceForward.greedy(draftForward.logits(context));
                assertThat(says).as("oracle, context %d", i).isEqualTo(pair.transitions().next(before, token));
                assertThat(drafts).as("draft, context %d", i).isEqualTo(pair.transitions().draftNext(before, token));
                agreed += says == drafts ? 1 : 0;
            }
            // four deviations of a share counted over that many contexts
            assertThat((double) agreed / CONTEXTS).isCloseTo(agreement, within(0.18));
        }
    }

    @Test
    void agreementHoldsAlongWhatTheOracleSaysAndRepliesDoNotRunInCircles() {
        MatchedPair pair = MatchedPair.of(
                plan(Family.LLAMA2, 128, 1), TensorType.F32, plan(Family.LLAMA2, 128, 1), TensorType.F32, 0.8, 3);
        Transitions transitions = pair.transitions();
        int agreed = 0;
        int steps = 400;
        int before = 1;
        int token = 400;
        int start = -1;
        int returned = 0;
        for (int step = 0; step < steps; step++) {
            int next = transitions.next(before, token);
            agreed += next == transitions.draftNext(before, token) ? 1 : 0;
            before = token;
            token = next;
            start = step == 0 ? token : start;
            returned += token == start ? 1 : 0;
        }
        assertThat((double) agreed / steps).isCloseTo(0.8, within(0.1));
        assertThat(returned).isLessThan(10);
    }

    @Test
    void aPairThatCannotMatchIsRefused() {
        ModelPlan llama = plan(Family.LLAMA2, 128, 1);
        assertThatThrownBy(() -> MatchedPair.of(
                        llama, TensorType.F32, plan(Family.QWEN2, 128, 1), TensorType.F32, 0.5, 1))
                .hasMessageContaining("do not share a vocabulary");
        assertThatThrownBy(() -> MatchedPair.of(
                        plan(Family.QWEN3, 128, 1), TensorType.F32, plan(Family.QWEN3, 128, 1), TensorType.F32, 0.5, 1))
                .hasMessageContaining("without head norms");
        assertThatThrownBy(() -> MatchedPair.of(llama, TensorType.F32, llama, TensorType.F32, 1.5, 1))
                .hasMessageContaining("agreement 1.5");
    }

    private static ModelPlan plan(Family family, int width, int layers) {
        return new ModelPlan(
                family, family + " " + width, layers, width, 4, 2, 32, 2 * width, 640, false, Experts.NONE);
    }
}
