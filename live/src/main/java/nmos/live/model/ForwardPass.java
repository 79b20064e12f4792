package nmos.live.model;

import java.lang.foreign.Arena;
import java.util.function.Function;
import nmos.live.kernel.Grid;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.RowFunctions;
import nmos.live.kernel.Workers;
import nmos.live.kv.Attention;
import nmos.live.kv.AttentionMass;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// Passes on the CPU. Whatever is asked for is done when the call returns.
public final class ForwardPass implements Forward {
    private static final float[] NOTHING = {};

    private final ModelConfig config;
    private final ModelWeights weights;
    private final Embedding embedding;
    private final Workers workers;
    private final boolean ownWorkers;
    private final Function<TensorType, Grid> grids;
    private final Arena arena = Arena.ofShared();
    private final RunState state;
    private final MatMul matMul;
    private final Attention attention;
    private final RopeTable rope;
    private final MixtureOfExperts mixture;
    private final PackedRows chosen = new PackedRows();

    private PassRows rows = new PassRows(new int[0], new int[0], new Past[0]);
    private int layer;
    private LayerWeights current;
    private int inner;
    private Grid grid = Grid.FREE;
    private float[] packedFrom = NOTHING;
    private int packedCols;

    private final Workers.Job turnRow = this::turnRow;
    private final Workers.Job embedRow = this::embedRow;
    private final Workers.Job normForAttention = this::normForAttention;
    private final Workers.Job normForFeedForward = this::normForFeedForward;
    private final Workers.Job turnAndKeep = this::turnAndKeep;
    private final Workers.Job packRow = this::packRow;
    private final Workers.Job activate = this::activate;
    private final Workers.Job addToX = this::addToX;

    /// Passes of up to `rows` rows by so many threads of their own.
    public ForwardPass(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, int threads) {
        this(config, weights, kv, rows, new Workers(threads), Grid::of, weights.embedding()::unpackRow, true);
    }

    /// Passes of up to `rows` rows.
    public ForwardPass(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, Workers workers) {
        this(config, weights, kv, rows, workers, Grid::of, weights.embedding()::unpackRow, false);
    }

    /// The same with the token embedding from elsewhere.
    public ForwardPass(
            ModelConfig config, ModelWeights weights, KvLayout kv, int rows, Workers workers, Embedding embedding) {
        this(config, weights, kv, rows, workers, Grid::of, embedding, false);
    }

    /// `grids`: what the rows of dense layers and of the head are rounded to where they meet weights of a type.
    ForwardPass(
            ModelConfig config,
            ModelWeights weights,
            KvLayout kv,
            int rows,
            Workers workers,
            Function<TensorType, Grid> grids) {
        this(config, weights, kv, rows, workers, grids, weights.embedding()::unpackRow, false);
    }

    private ForwardPass(
            ModelConfig config,
            ModelWeights weights,
            KvLayout kv,
            int rows,
            Workers workers,
            Function<TensorType, Grid> grids,
            Embedding embedding,
            boolean ownWorkers) {
        this.ownWorkers = ownWorkers;
        this.config = config;
        this.weights = weights;
        this.embedding = embedding;
        this.workers = workers;
        this.grids = grids;
        state = new RunState(config, weights, kv, rows, arena);
        matMul = new MatMul(workers);
        attention = new Attention(workers, config.heads(), kv);
        rope = new RopeTable(
                config.ropeDims(),
                config.ropeBase(),
                config.ropeScaling(),
                config.architecture().turn,
                weights.ropeFactors());
        mixture = new MixtureOfExperts(config, matMul, rows);
        current = weights.layers()[0];
    }

    @Override
    public int mostRows() {
        return state.rows;
    }

    @Override
    public void begin(PassRows rows, boolean withMass) {
        join(rows, withMass);
        workers.run(embedRow, rows.count());
    }

    @Override
    public void join(PassRows rows, boolean withMass) {
        if (rows.count() > state.rows) {
            throw new IllegalArgumentException("a pass of " + rows.count() + " rows, where " + state.rows + " fit");
        }
        for (int row = 0; row < rows.count(); row++) {
            if (rows.token(row) < 0 || rows.token(row) >= config.vocabulary()) {
                throw new IllegalArgumentException(
                        "token " + rows.token(row) + " is outside the vocabulary of " + config.vocabulary());
            }
        }
        this.rows = rows;
        rope.begin(rows.count());
        attention.begin(rows, state.fresh, withMass);
        workers.run(turnRow, rows.count());
    }

    private void turnRow(int row, int worker) {
        rope.position(row, rows.position(row));
    }

    private void embedRow(int row, int worker) {
        embedding.row(rows.token(row), state.x, row * config.width());
    }

    @Override
    public void get(float[] x) {
        System.arraycopy(state.x, 0, x, 0, rows.count() * config.width());
    }

    @Override
    public void put(float[] x) {
        System.arraycopy(x, 0, state.x, 0, rows.count() * config.width());
    }

    @Override
    public long finish() {
        return 0;
    }

    @Override
    public void layers() {
        for (int l = 0; l < config.layers(); l++) {
            layer(l, weights.layers()[l]);
        }
    }

    @Override
    public void layer(int index, LayerWeights w) {
        layer = index;
        this.current = w;
        int count = rows.count();
        packedFrom = NOTHING;
        workers.run(normForAttention, count);
        multiply(w.q(), state.normed, state.q);
        multiply(w.k(), state.normed, state.k);
        multiply(w.v(), state.normed, state.v);
        workers.run(turnAndKeep, count);
        attention.attend(index, state.q, state.attended);
        multiply(w.output(), state.attended, state.added);
        workers.run(addToX, count);

        packedFrom = NOTHING;
        workers.run(normForFeedForward, count);
        switch (w.feedForward()) {
            case FeedForward.Dense dense -> {
                multiply(dense.gate(), state.normed, state.gate);
                multiply(dense.up(), state.normed, state.up);
                inner = dense.inner();
                workers.run(activate, count);
                multiply(dense.down(), state.gate, state.added);
            }
            case FeedForward.Mixture experts -> mixture.run(experts, state, count);
        }
        workers.run(addToX, count);
    }

    /// `to (rows, w.rows) = from (rows, w.cols) * w^T`. Rows are packed again only when they or their grid changed.
    @SuppressWarnings("ReferenceEquality") // which of the state's arrays, not what is in it
    private void multiply(Matrix w, float[] from, float[] to) {
        Grid wanted = grids.apply(w.type());
        if (packedFrom != from || grid != wanted) {
            packedFrom = from;
            packedCols = w.cols();
            grid = wanted;
            state.packed.begin(rows.count(), w.cols());
            workers.run(packRow, rows.count());
        }
        matMul.multiply(w, state.packed, to, w.rows());
    }

    private void packRow(int row, int worker) {
        state.packed.put(grid, packedFrom, row * packedCols, row);
    }

    private void normForAttention(int row, int worker) {
        norm(row, current.attentionNorm());
    }

    private void normForFeedForward(int row, int worker) {
        norm(row, current.feedForwardNorm());
    }

    private void norm(int row, float[] weight) {
        int at = row * config.width();
        RowFunctions.rmsNorm(state.x, at, config.width(), weight, config.normEpsilon(), state.normed, at);
    }

    private void addToX(int row, int worker) {
        int at = row * config.width();
        RowFunctions.add(state.x, at, state.added, at, config.width());
    }

    private void activate(int row, int worker) {
        RowFunctions.swiGlu(state.gate, state.up, row * inner, inner);
    }

    /// Biases, norms of heads and turns, then keys and values go to the scratch page.
    private void turnAndKeep(int row, int worker) {
        int q = row * config.queryWidth();
        int k = row * config.kvWidth();
        heads(row, state.q, q, config.heads(), current.qBias(), current.qNorm());
        heads(row, state.k, k, config.kvHeads(), current.kBias(), current.kNorm());
        float[] bias = current.vBias();
        if (bias != null) {
            RowFunctions.add(state.v, k, bias, 0, bias.length);
        }
        state.fresh.put(layer, row, state.k, k, state.v, k);
    }

    private void heads(int row, float[] x, int at, int count, float @Nullable [] bias, float @Nullable [] norm) {
        int width = config.headWidth();
        if (bias != null) {
            RowFunctions.add(x, at, bias, 0, bias.length);
        }
        for (int head = 0; head < count; head++) {
            int from = at + head * width;
            if (norm != null) {
                RowFunctions.rmsNorm(x, from, width, norm, config.normEpsilon(), x, from);
            }
            rope.turn(row, x, from);
        }
    }

    @Override
    public void logits(int first, int count, float[] logits) {
        int width = config.width();
        Matrix head = weights.head();
        chosen.begin(count, width);
        for (int r = 0; r < count; r++) {
            int at = (first + r) * width;
            RowFunctions.rmsNorm(state.x, at, width, weights.outputNorm(), config.normEpsilon(), state.normed, at);
            chosen.put(grids.apply(head.type()), state.normed, at, r);
        }
        matMul.multiply(head, chosen, logits, config.vocabulary());
    }

    @Override
    public void logits(int[] wanted, Matrix headPart, float[] logits, int at, int stride) {
        int width = config.width();
        chosen.begin(wanted.length, width);
        for (int r = 0; r < wanted.length; r++) {
            int from = wanted[r] * width;
            RowFunctions.rmsNorm(
                    state.x, from, width, weights.outputNorm(), config.normEpsilon(), state.normed, from);
            chosen.put(grids.apply(headPart.type()), state.normed, from, r);
        }
        float[] part = new float[wanted.length * headPart.rows()];
        matMul.multiply(headPart, chosen, part, headPart.rows());
        for (int r = 0; r < wanted.length; r++) {
            System.arraycopy(part, r * headPart.rows(), logits, r * stride + at, headPart.rows());
        }
    }

    @Override
    public KvPage fresh() {
        return state.fresh;
    }

    @Override
    public AttentionMass mass() {
        return attention.mass();
    }

    /// Appends rows, each the next position of its branch. `path`: rows of one branch from its root on, parent before child.
    public void accept(int... path) {
        int before = PassRows.ROOT;
        for (int row : path) {
            if (rows.parent(row) != before) {
                throw new IllegalArgumentException("row " + row + " does not follow row " + before);
            }
            before = row;
        }
        for (int row : path) {
            rows.branch(row).append(state.fresh, row, 1);
        }
    }

    @Override
    public void close() {
        if (ownWorkers) {
            workers.close();
        }
        arena.close();
    }
}
