package nmos.live.model;

import java.util.Arrays;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Lanes;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.RowFunctions;

/// The feed-forward half of a mixture. Rows are gathered by expert, so that an expert's weights are read once however many
/// rows chose it; a row adds up its experts in the order of its own ranking, so that its bits stay its own.
final class MixtureOfExperts {
    private final ModelConfig config;
    private final MatMul matMul;
    private final PackedRows packed = new PackedRows();
    /// (rows, experts)
    private final float[] shares;
    private final float[] lanes = new float[Lanes.COUNT];
    /// (rows, used): which experts a row uses, best first, and with what weight.
    private final int[] chosen;

    private final float[] chosenShare;
    /// (rows, used, width)
    private final float[] results;
    /// (rows, width): results of one expert, of the rows that chose it.
    private final float[] some;
    /// Of the rows that chose the expert at hand: row * used + rank.
    private final int[] slots;

    MixtureOfExperts(ModelConfig config, MatMul matMul, int rows) {
        this.config = config;
        this.matMul = matMul;
        boolean any = config.experts() > 0;
        int used = config.expertsUsed();
        shares = new float[any ? rows * config.experts() : 0];
        chosen = new int[any ? rows * used : 0];
        chosenShare = new float[chosen.length];
        results = new float[Math.multiplyExact(chosen.length, config.width())];
        some = new float[any ? rows * config.width() : 0];
        slots = new int[rows];
    }

    /// `state.added` = what the mixture makes of `state.normed`.
    void run(FeedForward.Mixture mixture, RunState state, int rows) {
        route(mixture.router(), state, rows);
        FeedForward.Dense[] experts = mixture.experts();
        for (int e = 0; e < experts.length; e++) {
            int count = 0;
            for (int slot = 0; slot < rows * config.expertsUsed(); slot++) {
                if (chosen[slot] == e) {
                    slots[count++] = slot;
                }
            }
            if (count > 0) {
                runExpert(experts[e], state, count);
                scatter(count);
            }
        }
        sum(state, rows);
        FeedForward.Shared shared = mixture.shared();
        if (shared != null) {
            addShared(shared, state, rows);
        }
    }

    private void route(Matrix router, RunState state, int rows) {
        int experts = config.experts();
        packed.pack(Grid.of(router.type()), state.normed, config.width(), rows, config.width());
        matMul.multiply(router, packed, shares, experts);
        for (int row = 0; row < rows; row++) {
            RowFunctions.softmax(shares, row * experts, experts, lanes);
            choose(row);
        }
    }

    /// The largest shares, ties to the lower expert.
    private void choose(int row) {
        int experts = config.experts();
        int used = config.expertsUsed();
        float sum = 0;
        for (int rank = 0; rank < used; rank++) {
            int best = -1;
            for (int e = 0; e < experts; e++) {
                float share = shares[row * experts + e];
                if (share >= 0 && (best < 0 || share > shares[row * experts + best])) {
                    best = e;
                }
            }
            if (best < 0) {
                throw new IllegalStateException("the router's scores are not numbers");
            }
            int slot = row * used + rank;
            chosen[slot] = best;
            chosenShare[slot] = shares[row * experts + best];
            sum += chosenShare[slot];
            shares[row * experts + best] = -1;
        }
        if (config.architecture().expertSharesSumToOne) {
            for (int slot = row * used; slot < (row + 1) * used; slot++) {
                chosenShare[slot] /= sum;
            }
        }
    }

    private void runExpert(FeedForward.Dense expert, RunState state, int count) {
        gather(expert.gate(), state, count);
        matMul.multiply(expert.gate(), packed, state.gate, expert.inner());
        if (Grid.of(expert.up().type()) != Grid.of(expert.gate().type())) {
            gather(expert.up(), state, count);
        }
        matMul.multiply(expert.up(), packed, state.up, expert.inner());
        finish(expert, state, count, some);
    }

    private void gather(Matrix w, RunState state, int count) {
        packed.begin(count, config.width());
        for (int i = 0; i < count; i++) {
            int row = slots[i] / config.expertsUsed();
            packed.put(Grid.of(w.type()), state.normed, row * config.width(), i);
        }
    }

    private void finish(FeedForward.Dense expert, RunState state, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            RowFunctions.swiGlu(state.gate, state.up, i * expert.inner(), expert.inner());
        }
        packed.pack(Grid.of(expert.down().type()), state.gate, expert.inner(), count, expert.inner());
        matMul.multiply(expert.down(), packed, out, config.width());
    }

    private void scatter(int count) {
        int width = config.width();
        for (int i = 0; i < count; i++) {
            System.arraycopy(some, i * width, results, slots[i] * width, width);
        }
    }

    private void sum(RunState state, int rows) {
        int width = config.width();
        int used = config.expertsUsed();
        Arrays.fill(state.added, 0, rows * width, 0);
        for (int slot = 0; slot < rows * used; slot++) {
            RowFunctions.addScaled(state.added, slot / used * width, results, slot * width, width, chosenShare[slot]);
        }
    }

    private void addShared(FeedForward.Shared shared, RunState state, int rows) {
        int width = config.width();
        packed.pack(Grid.of(shared.gate().type()), state.normed, width, rows, width);
        matMul.multiply(shared.gate(), packed, shares, 1);
        FeedForward.Dense expert = shared.expert();
        packed.pack(Grid.of(expert.gate().type()), state.normed, width, rows, width);
        matMul.multiply(expert.gate(), packed, state.gate, expert.inner());
        packed.pack(Grid.of(expert.up().type()), state.normed, width, rows, width);
        matMul.multiply(expert.up(), packed, state.up, expert.inner());
        finish(expert, state, rows, some);
        for (int row = 0; row < rows; row++) {
            float share = RowFunctions.sigmoid(shares[row]);
            RowFunctions.addScaled(state.added, row * width, some, row * width, width, share);
        }
    }
}
