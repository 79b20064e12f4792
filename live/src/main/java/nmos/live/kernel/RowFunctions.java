package nmos.live.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// What happens to one row between two products. Each function's bits depend on that row alone.
public final class RowFunctions {
    private RowFunctions() {}

    /// `out[i] = x[i] / sqrt(mean of squares + epsilon) * weight[i]`; `out` may be `x`.
    public static void rmsNorm(float[] x, int from, int count, float[] weight, float epsilon, float[] out, int to) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (double) x[from + i] * x[from + i];
        }
        float scale = (float) (1 / Math.sqrt(squares / count + epsilon));
        for (int i = 0; i < count; i++) {
            out[to + i] = x[from + i] * scale * weight[i];
        }
    }

    /// `x[i] += y[i]`.
    public static void add(float[] x, int at, float[] y, int from, int count) {
        for (int i = 0; i < count; i++) {
            x[at + i] += y[from + i];
        }
    }

    /// `x[i] += scale * y[i]`.
    public static void addScaled(float[] x, int at, float[] y, int from, int count, float scale) {
        for (int i = 0; i < count; i++) {
            x[at + i] = Math.fma(scale, y[from + i], x[at + i]);
        }
    }

    /// `gate[i] = gate[i] * sigmoid(gate[i]) * up[i]`.
    public static void swiGlu(float[] gate, float[] up, int at, int count) {
        int i = 0;
        for (; i + Lanes.COUNT <= count; i += Lanes.COUNT) {
            FloatVector g = FloatVector.fromArray(Lanes.FLOATS, gate, at + i);
            FloatVector u = FloatVector.fromArray(Lanes.FLOATS, up, at + i);
            g.div(Exponential.of(g.neg()).add(1)).mul(u).intoArray(gate, at + i);
        }
        for (; i < count; i++) {
            float g = gate[at + i];
            gate[at + i] = g / (Exponential.of(-g) + 1) * up[at + i];
        }
    }

    public static float sigmoid(float x) {
        return 1 / (Exponential.of(-x) + 1);
    }

    /// Turns scores into shares of one, in place. `lanes` is scratch of one vector.
    public static void softmax(float[] x, int at, int count, float[] lanes) {
        float largest = Float.NEGATIVE_INFINITY;
        int whole = count & -Lanes.COUNT;
        if (whole > 0) {
            FloatVector most = FloatVector.fromArray(Lanes.FLOATS, x, at);
            for (int i = Lanes.COUNT; i < whole; i += Lanes.COUNT) {
                most = most.max(FloatVector.fromArray(Lanes.FLOATS, x, at + i));
            }
            largest = most.reduceLanes(VectorOperators.MAX);
        }
        for (int i = whole; i < count; i++) {
            largest = Math.max(largest, x[at + i]);
        }
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector e = Exponential.of(FloatVector.fromArray(Lanes.FLOATS, x, at + i).sub(largest));
            e.intoArray(x, at + i);
            sums = sums.add(e);
        }
        sums.intoArray(lanes, 0);
        float sum = Lanes.sum(lanes, 0);
        for (int i = whole; i < count; i++) {
            x[at + i] = Exponential.of(x[at + i] - largest);
            sum += x[at + i];
        }
        float inverse = 1 / sum;
        for (int i = 0; i < count; i++) {
            x[at + i] *= inverse;
        }
    }
}
