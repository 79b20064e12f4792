package nmos.live.model;

import java.lang.foreign.MemorySegment;
import nmos.live.gguf.Layouts;
import org.jspecify.annotations.Nullable;

/// Cosine and sine of every angle that one position turns a head by. Angles are computed as llama.cpp's `ggml_compute_forward_rope`
/// does, in floats and by repeated multiplication, since at large positions its rounding is part of the model's behaviour.
public final class RopeTable {
    private final int pairs;
    private final Architecture.Turn turn;
    private final RopeScaling scaling;
    private final float base;
    private final float @Nullable [] factors;
    private float[] cosines = new float[0];
    private float[] sines = new float[0];

    /// `dims` numbers of each head are turned; `factors`, where there are some, divide the angles, one a pair.
    public RopeTable(int dims, float base, RopeScaling scaling, Architecture.Turn turn, float @Nullable [] factors) {
        this.pairs = dims / 2;
        this.turn = turn;
        this.scaling = scaling;
        this.base = base;
        this.factors = factors;
    }

    /// Makes room for so many rows.
    public void begin(int rows) {
        if (cosines.length < rows * pairs) {
            cosines = new float[rows * pairs];
            sines = new float[rows * pairs];
        }
    }

    public void position(int row, int position) {
        float step = (float) StrictMath.pow(base, -1.0f / pairs);
        float angle = position;
        for (int i = 0; i < pairs; i++) {
            float turned = factors == null ? angle : angle / factors[i];
            float size = 1;
            switch (scaling) {
                case RopeScaling.None() -> {}
                case RopeScaling.Linear(float factor) -> turned *= 1 / factor;
                case RopeScaling.Yarn yarn -> {
                    float slow = turned * (1 / yarn.factor());
                    float mix = 1 - ramp(yarn, i);
                    turned = slow * (1 - mix) + turned * mix;
                    size = yarn.attentionFactor() * (1 + 0.1f * (float) StrictMath.log(yarn.factor()));
                }
            }
            cosines[row * pairs + i] = (float) StrictMath.cos(turned) * size;
            sines[row * pairs + i] = (float) StrictMath.sin(turned) * size;
            angle *= step;
        }
    }

    /// 0 for the pairs that turn fast, 1 for those that turn slowly.
    private float ramp(RopeScaling.Yarn yarn, int pair) {
        float low = (float) Math.max(0, Math.floor(pairAt(yarn, RopeScaling.Yarn.FAST_TURNS)));
        float high = (float) Math.min(2 * pairs - 1, Math.ceil(pairAt(yarn, RopeScaling.Yarn.SLOW_TURNS)));
        float along = (pair - low) / Math.max(0.001f, high - low);
        return Math.min(1, Math.max(0, along));
    }

    private double pairAt(RopeScaling.Yarn yarn, float turns) {
        double length = yarn.trainedContext() / (turns * 2 * Math.PI);
        return 2 * pairs * StrictMath.log(length) / (2 * StrictMath.log(base));
    }

    public int pairs() {
        return pairs;
    }

    /// The angles of the first `rows` rows, `(rows, pairs)` each.
    public void copy(int rows, MemorySegment toCosines, MemorySegment toSines) {
        MemorySegment.copy(cosines, 0, toCosines, Layouts.FLOAT, 0, rows * pairs);
        MemorySegment.copy(sines, 0, toSines, Layouts.FLOAT, 0, rows * pairs);
    }

    /// Turns one head of a row in place.
    void turn(int row, float[] x, int at) {
        int table = row * pairs;
        int stride = turn == Architecture.Turn.NEIGHBOURS ? 2 : 1;
        int apart = turn == Architecture.Turn.NEIGHBOURS ? 1 : pairs;
        for (int i = 0; i < pairs; i++) {
            int first = at + stride * i;
            float a = x[first];
            float b = x[first + apart];
            float cos = cosines[table + i];
            float sin = sines[table + i];
            x[first] = a * cos - b * sin;
            x[first + apart] = a * sin + b * cos;
        }
    }
}
