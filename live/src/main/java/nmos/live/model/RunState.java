package nmos.live.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nmos.live.kernel.PackedRows;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvPage;

/// What a pass of up to `rows` rows writes. Made once; passes allocate nothing.
final class RunState {
    final int rows;
    /// (rows, width): what goes from layer to layer.
    final float[] x;
    /// (rows, width): `x` normed; also what a half of a layer adds to `x`.
    final float[] normed;

    final float[] added;
    /// (rows, heads * headWidth)
    final float[] q;
    /// (rows, kvHeads * headWidth)
    final float[] k;
    final float[] v;
    /// (rows, heads * headWidth)
    final float[] attended;
    /// (rows, inner)
    final float[] gate;
    final float[] up;
    final PackedRows packed = new PackedRows();
    /// Keys and values of the pass's own rows.
    final KvPage fresh;

    RunState(ModelConfig config, ModelWeights weights, KvLayout kv, int rows, Arena arena) {
        this.rows = rows;
        x = new float[rows * config.width()];
        normed = new float[rows * config.width()];
        added = new float[rows * config.width()];
        q = new float[rows * config.queryWidth()];
        k = new float[rows * config.kvWidth()];
        v = new float[rows * config.kvWidth()];
        attended = new float[rows * config.queryWidth()];
        int inner = 0;
        for (LayerWeights layer : weights.layers()) {
            inner = Math.max(inner, switch (layer.feedForward()) {
                case FeedForward.Dense dense -> dense.inner();
                case FeedForward.Mixture mixture -> mixture.inner();
            });
        }
        gate = new float[rows * inner];
        up = new float[rows * inner];
        MemorySegment bytes = arena.allocate(kv.bytesPerPosition() * rows, 64);
        fresh = new KvPage(kv, rows, bytes);
    }
}
