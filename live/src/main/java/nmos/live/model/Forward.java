package nmos.live.model;

import nmos.live.kernel.Matrix;
import nmos.live.kv.AttentionMass;
import nmos.live.kv.KvPage;
import nmos.live.kv.PassRows;

/// Computes passes on something: [#begin], each layer in order, then logits of the rows that want them. Work may go on after a call
/// until [#finish]. What the rows computed stays in [#fresh] until it is appended to their branches; a pass that is simply not accepted
/// leaves no trace. One thread at a time.
public interface Forward extends AutoCloseable {
    /// Rows of a pass, at most.
    int mostRows();

    /// The pass, but for what its rows are: that comes from [#embed] or [#put]. `withMass`: report where attention fell.
    void prepare(PassRows rows, boolean withMass);

    /// Rows of the token embedding, one for each of the pass.
    void embed();

    default void begin(PassRows rows, boolean withMass) {
        prepare(rows, withMass);
        embed();
    }

    /// What the rows are between two layers, `(rows, width)`, to go on with it elsewhere.
    void get(float[] x);

    void put(float[] x);

    /// All layers, of a model all of whose weights are where this computes.
    void layers();

    /// One layer, with weights from wherever they are at hand.
    void layer(int index, LayerWeights w);

    /// `logits (count, vocabulary)` of rows `first` to `first + count`, of a model all of whose weights are where this computes.
    void logits(int first, int count, float[] logits);

    /// Logits that a part of the head's rows gives, from `at` on in each row of `logits`, which are `stride` long: row `i` is that
    /// of row `wanted[i]`. They are there after [#finish].
    void logits(int[] wanted, Matrix headPart, float[] logits, int at, int stride);

    /// Waits for all that was asked for. How long it was worked on since the last time, 0 where that is the time the calls took.
    long finish();

    /// The rows' keys and values, layer by layer.
    KvPage fresh();

    AttentionMass mass();

    @Override
    void close();
}
