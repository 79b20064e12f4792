package nmos.live.synth;

import java.util.ArrayList;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.RandomWeights.Rows;
import nmos.scenarios.shape.TensorType;

/// An oracle and a draft over one vocabulary whose greedy tokens agree in a chosen share of contexts. Both are ordinary
/// transformers that do all the work of their size; acceptance is real, only its rate was decided beforehand.
///
/// Where they disagree depends on the token before last, and the draft's second choice is then the oracle's first, so a tree
/// two wide is always right: realistic in its probabilities, kinder than life in its ranks.
public record MatchedPair(SyntheticModel oracle, SyntheticModel draft, Transitions transitions) {
    private static final int LEAST_WIDTH = 128;

    /// Matrices of one type each.
    public static MatchedPair of(
            ModelPlan oracle, TensorType oracleType, ModelPlan draft, TensorType draftType, double agreement, long seed) {
        return of(ShapedModel.of(oracle, oracleType), ShapedModel.of(draft, draftType), agreement, seed);
    }

    /// The two must share family and vocabulary, be dense, have a head of their own and no head norms. The head has at least
    /// six bits, whatever its shape says.
    public static MatchedPair of(ShapedModel oracle, ShapedModel draft, double agreement, long seed) {
        refuseUnfit(oracle.plan);
        refuseUnfit(draft.plan);
        Family family = oracle.plan.family();
        if (family != draft.plan.family() || oracle.vocabulary() != draft.vocabulary()) {
            throw new IllegalArgumentException(
                    oracle.plan.name() + " and " + draft.plan.name() + " do not share a vocabulary");
        }
        Vocabulary vocabulary = Vocabulary.of(family, oracle.vocabulary());
        var transitions = new Transitions(oracle.vocabulary(), vocabulary.textTokens(), agreement, seed);
        return new MatchedPair(
                model(oracle, transitions, false, seed + 1), model(draft, transitions, true, seed + 2), transitions);
    }

    private static void refuseUnfit(ModelPlan plan) {
        if (plan.experts().any() || plan.tied() || plan.family().headNorms || plan.width() < LEAST_WIDTH) {
            throw new IllegalArgumentException(plan.name()
                    + ": a matched pair needs dense models at least " + LEAST_WIDTH
                    + " wide, with an output head of their own and without head norms");
        }
    }

    private static SyntheticModel model(ShapedModel shaped, Transitions transitions, boolean draft, long seed) {
        ModelPlan plan = shaped.plan;
        var designed = new TransitionWeights(plan, transitions, draft, seed);
        var random = new RandomWeights(seed);
        var tensors = new ArrayList<GgufWriter.Tensor>();
        for (TensorPlan planned : shaped.tensors) {
            TensorPlan tensor = planned.name().equals("output.weight")
                    ? new TensorPlan(planned.name(), headType(planned.type(), plan.width()), planned.dims())
                    : planned;
            Rows rows = designed.rows(tensor.name());
            tensors.add(
                    rows == null ? random.tensor(tensor) : random.tensor(tensor, designed.deviation(tensor), rows));
        }
        return new SyntheticModel(plan.metadata(), tensors);
    }

    /// Two answers differ in the head by little; llama.cpp's mixes give it more bits than the rest, too.
    private static TensorType headType(TensorType type, int width) {
        return switch (type) {
            case F32, F16, BF16, Q8_0 -> type;
            case Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K ->
                width % TensorType.Q6_K.blockElements == 0 ? TensorType.Q6_K : TensorType.Q8_0;
        };
    }
}
