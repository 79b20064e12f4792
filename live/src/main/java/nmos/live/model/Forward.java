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

    /// Begins a pass with rows of the token embedding. `withMass`: report where attention fell.
    void begin(PassRows rows, boolean withMass);

    /// Takes part in a pass that was begun elsewhere: its rows come by [#put] before each layer that does not follow one of this.
    void join(PassRows rows, boolean withMass);

    /// What the rows are between two layers, `(rows, width)`, to go on with it elsewhere.
    void get(float[] x);

    void put(float[] x);

    /// All layers, of a model all of whose weights are where this computes.
    void layers();

    /// One layer, with weights from wherever they are at hand.
    void layer(int index, LayerWeights w);

    /// `logits (count, vocabulary)` of rows `first` to `first + count`, of a model all of whose weights are where this computes. They are
    /// there when this returns.
    void logits(int first, int count, float[] logits);

    /// Logits that a part of the head's rows gives, from `at` on in each row of `logits`, which are `stride` long: row `i` is that
    /// of row `wanted[i]`. They are there after [#finish]. Parts come in order.
    void logits(int[] wanted, Matrix headPart, float[] logits, int at, int stride);

    /// Waits for all that was asked for. How long a device worked on it, by its own clock; 0 where that is the time the calls took.
    long finish();

    /// The rows' keys and values, layer by layer.
    KvPage fresh();

    /// Where the attention of layers computed here fell, after [#finish].
    AttentionMass mass();

    @Override
    void close();
}
