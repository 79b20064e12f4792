package nmos.live.synth;

import java.util.Arrays;
import java.util.SplittableRandom;
import nmos.live.synth.RandomWeights.Rows;
import org.jspecify.annotations.Nullable;

/// The weights that make a transformer say what [Transitions] holds.
///
/// The first numbers of the residual have a meaning: a constant, the sign of the token before (0 until layer 0 writes it), and
/// the token's own sign, each spread over several numbers, and the constant apart from numbers that vary, so that coarse
/// blocks hold them. The rest is the token's code, random signs, nearly at right angles to every other code. Head 0 of layer
/// 0 looks one position back, its query and key being constants that rotary embedding aligns there, and copies that token's
/// sign. The output row of a token adds up the codes of the two tokens it succeeds, and leans to the sign that chooses it.
/// All other weights are noise, and what layers add to the residual is kept small beside the codes.
final class TransitionWeights {
    private static final int CONSTANT = 0;
    private static final int SIGN_BEFORE = 16;
    private static final int SIGN = 32;
    private static final int CODE = 34;
    private static final int CONSTANTS = SIGN_BEFORE - CONSTANT;
    private static final int SIGNS_BEFORE = SIGN - SIGN_BEFORE;
    private static final int SIGNS = CODE - SIGN;

    /// Logit of the right answer's code, and the share of it by which a sign moves the choice.
    private static final double LOGIT = 16;
    private static final double LEAN = 0.25;
    /// What each pair of numbers that takes part adds to head 0's attention score one position back; at a neighbouring
    /// position the score is lower by half this or more.
    private static final double ATTENTION = 60;
    /// Pairs that turn more slowly (radians a position) tell neighbours apart too little to take part.
    private static final double SLOWEST_TURN = 0.02;
    /// Root mean square of all the noise layers add, in codes.
    private static final double NOISE = 0.1;

    private final ModelPlan plan;
    private final Transitions transitions;
    private final boolean draft;
    private final long seed;
    private final int[][] predecessors;

    TransitionWeights(ModelPlan plan, Transitions transitions, boolean draft, long seed) {
        this.plan = plan;
        this.transitions = transitions;
        this.draft = draft;
        this.seed = seed;
        this.predecessors = predecessors(transitions);
    }

    private static int[][] predecessors(Transitions transitions) {
        int[][] predecessors = new int[transitions.vocabulary()][];
        for (int token = 0; token < predecessors.length; token++) {
            if (transitions.alias(token) == token) {
                add(predecessors, transitions.afterPlus(token), token);
                add(predecessors, transitions.afterMinus(token), token);
            }
        }
        return predecessors;
    }

    private static void add(int[][] predecessors, int token, int predecessor) {
        int[] known = predecessors[token];
        predecessors[token] = known == null ? new int[] {predecessor} : new int[] {known[0], predecessor};
    }

    /// Null where chance alone decides.
    @Nullable Rows rows(String tensor) {
        return switch (tensor) {
            case "token_embd.weight" -> this::embedding;
            case "output.weight" -> this::output;
            case "blk.0.attn_q.weight" -> row -> row < plan.headWidth() ? query((int) row) : null;
            case "blk.0.attn_k.weight" -> row -> row < plan.headWidth() ? key((int) row) : null;
            case "blk.0.attn_v.weight" -> row ->
                row == 0 ? only(plan.width(), SIGN, SIGNS, inputSize() / SIGNS) : null;
            case "blk.0.attn_output.weight" -> row ->
                row >= SIGN_BEFORE && row < SIGN
                        ? only(plan.queryWidth(), 0, 1, 1)
                        : quietOnOwnNumbers(row, plan.queryWidth());
            case String name when name.endsWith("attn_output.weight") -> row -> quietOnOwnNumbers(row, plan.queryWidth());
            case String name when name.endsWith("ffn_down.weight") -> row -> quietOnOwnNumbers(row, plan.ffnWidth());
            case String name when name.startsWith("blk.0.") && name.endsWith(".bias") -> _ -> new float[biases(name)];
            case String _ -> null;
        };
    }

    private int biases(String name) {
        return name.contains("attn_q") ? plan.queryWidth() : plan.kvWidth();
    }

    /// Deviation of what chance decides: projections back to the residual share the noise allowed to all layers.
    double deviation(TensorPlan tensor) {
        double even = 1 / Math.sqrt((double) tensor.dims()[0]);
        boolean toResidual =
                tensor.name().endsWith("attn_output.weight") || tensor.name().endsWith("ffn_down.weight");
        return toResidual ? even * NOISE / Math.sqrt(2.0 * plan.layers()) : even;
    }

    private float[] embedding(long row) {
        int token = transitions.alias((int) row);
        float[] embedding = new float[plan.width()];
        code(token, embedding, 1);
        Arrays.fill(embedding, CONSTANT, CONSTANT + CONSTANTS, 1);
        Arrays.fill(embedding, SIGN, SIGN + SIGNS, sign(token));
        return embedding;
    }

    /// The oracle is sure of every sign. The draft's certainty varies, and is at most half where it is wrong, so that its
    /// probabilities tell something about what will be accepted.
    private float sign(int token) {
        float sign = transitions.plus(token) ? 1 : -1;
        if (!draft) {
            return sign;
        }
        double certainty = new SplittableRandom(seed ^ ~token).nextDouble();
        return transitions.disputed(token)
                ? (float) (-sign * (0.25 + 0.25 * certainty))
                : (float) (sign * (0.25 + 0.75 * certainty));
    }

    /// Adds the code of a token.
    private void code(int token, float[] to, double scale) {
        var random = new SplittableRandom(seed * 31 + token);
        long bits = 0;
        for (int i = CODE; i < to.length; i++) {
            bits = (i - CODE) % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
            to[i] += (float) ((bits & 1) == 0 ? scale : -scale);
        }
    }

    /// A token no one succeeds is never said: its row is 0, far below the answers.
    private float[] output(long row) {
        float[] output = new float[plan.width()];
        int[] before = predecessors[(int) row];
        if (before == null) {
            return output;
        }
        for (int predecessor : before) {
            code(predecessor, output, 1);
        }
        int codes = plan.width() - CODE;
        double overlap = overlap(before) / codes;
        double scale = LOGIT * inputSize() / codes / (1 + overlap);
        for (int i = CODE; i < output.length; i++) {
            output[i] *= (float) scale;
        }
        boolean chosenByPlus = transitions.afterPlus(before[0]) == row;
        double lean = LOGIT * LEAN * inputSize() / SIGNS_BEFORE;
        Arrays.fill(output, SIGN_BEFORE, SIGN, (float) (chosenByPlus ? lean : -lean));
        return output;
    }

    /// How far the codes of two predecessors point the same way; divided out, both give the same logit.
    private double overlap(int[] tokens) {
        float[] first = new float[plan.width()];
        float[] second = new float[plan.width()];
        code(tokens[0], first, 1);
        code(tokens[1], second, 1);
        double sum = 0;
        for (int i = CODE; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    /// Root mean square of an embedding, by which norms divide.
    private double inputSize() {
        double squares = plan.width() - SIGNS_BEFORE;
        return Math.sqrt(squares / plan.width());
    }

    private float[] key(int row) {
        double number = pairMember(row) == 0 && turn(row) >= SLOWEST_TURN ? 1 : 0;
        return only(plan.width(), CONSTANT, CONSTANTS, constantTo(number));
    }

    /// The key turned one position on, so that rotary embedding brings both together one position apart.
    private float[] query(int row) {
        double turn = turn(row);
        double turned = pairMember(row) == 0 ? Math.cos(turn) : -Math.sin(turn);
        return only(plan.width(), CONSTANT, CONSTANTS, constantTo(turn >= SLOWEST_TURN ? turned : 0));
    }

    /// How far rotary embedding turns the pair a row belongs to, in radians a position.
    private double turn(int row) {
        int pair = plan.family().ropeTurnsNeighbours() ? row / 2 : row % (plan.headWidth() / 2);
        return Math.pow(plan.family().ropeBase, -2.0 * pair / plan.headWidth());
    }

    /// A weight that makes of the constant a query or key number of that size, in units that give scores of [#ATTENTION].
    private double constantTo(double number) {
        double unit = Math.sqrt(ATTENTION * Math.sqrt(plan.headWidth()));
        return number * unit * inputSize() / CONSTANTS;
    }

    private int pairMember(int row) {
        return plan.family().ropeTurnsNeighbours() ? row % 2 : row / (plan.headWidth() / 2);
    }

    private static float @Nullable [] quietOnOwnNumbers(long row, int inputs) {
        return row < CODE ? new float[inputs] : null;
    }

    private static float[] only(int length, int from, int count, double value) {
        float[] row = new float[length];
        Arrays.fill(row, from, from + count, (float) value);
        return row;
    }
}
