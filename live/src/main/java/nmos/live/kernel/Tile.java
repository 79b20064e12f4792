package nmos.live.kernel;

import static nmos.live.kernel.Lanes.COUNT;
import static nmos.live.kernel.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/// Products of unpacked weights with rows, some columns at a time. Each pair of output and row has one vector of sums, kept
/// between calls in `sums`; column `c` always goes to lane `c % lanes`, in order, so that how pairs are grouped cannot be seen
/// in their bits.
final class Tile {
    /// Outputs in a tile.
    static final int OUTPUTS = 4;

    /// Rows in a large tile.
    static final int ROWS = 4;

    private Tile() {}

    /// Four outputs by one row. Weights of output `o` start at `w[wAt + o * wStride]`, its sums at `sums[sAt + o * lanes]`.
    static void one(float[] w, int wAt, int wStride, float[] x, int xAt, int cols, float[] sums, int sAt) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, sums, sAt);
        FloatVector s1 = FloatVector.fromArray(FLOATS, sums, sAt + COUNT);
        FloatVector s2 = FloatVector.fromArray(FLOATS, sums, sAt + 2 * COUNT);
        FloatVector s3 = FloatVector.fromArray(FLOATS, sums, sAt + 3 * COUNT);
        for (int c = 0; c < cols; c += COUNT) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + c);
            s0 = FloatVector.fromArray(FLOATS, w, wAt + c).fma(v, s0);
            s1 = FloatVector.fromArray(FLOATS, w, wAt + wStride + c).fma(v, s1);
            s2 = FloatVector.fromArray(FLOATS, w, wAt + 2 * wStride + c).fma(v, s2);
            s3 = FloatVector.fromArray(FLOATS, w, wAt + 3 * wStride + c).fma(v, s3);
        }
        s0.intoArray(sums, sAt);
        s1.intoArray(sums, sAt + COUNT);
        s2.intoArray(sums, sAt + 2 * COUNT);
        s3.intoArray(sums, sAt + 3 * COUNT);
    }

    /// Four outputs by four rows, `xStride` apart in `x` and `sStride` in `sums`.
    static void four(
            float[] w, int wAt, int wStride, float[] x, int xAt, int xStride, int cols, float[] sums, int sAt, int sStride) {
        FloatVector s00 = FloatVector.fromArray(FLOATS, sums, sAt);
        FloatVector s01 = FloatVector.fromArray(FLOATS, sums, sAt + COUNT);
        FloatVector s02 = FloatVector.fromArray(FLOATS, sums, sAt + 2 * COUNT);
        FloatVector s03 = FloatVector.fromArray(FLOATS, sums, sAt + 3 * COUNT);
        int t1 = sAt + sStride;
        FloatVector s10 = FloatVector.fromArray(FLOATS, sums, t1);
        FloatVector s11 = FloatVector.fromArray(FLOATS, sums, t1 + COUNT);
        FloatVector s12 = FloatVector.fromArray(FLOATS, sums, t1 + 2 * COUNT);
        FloatVector s13 = FloatVector.fromArray(FLOATS, sums, t1 + 3 * COUNT);
        int t2 = t1 + sStride;
        FloatVector s20 = FloatVector.fromArray(FLOATS, sums, t2);
        FloatVector s21 = FloatVector.fromArray(FLOATS, sums, t2 + COUNT);
        FloatVector s22 = FloatVector.fromArray(FLOATS, sums, t2 + 2 * COUNT);
        FloatVector s23 = FloatVector.fromArray(FLOATS, sums, t2 + 3 * COUNT);
        int t3 = t2 + sStride;
        FloatVector s30 = FloatVector.fromArray(FLOATS, sums, t3);
        FloatVector s31 = FloatVector.fromArray(FLOATS, sums, t3 + COUNT);
        FloatVector s32 = FloatVector.fromArray(FLOATS, sums, t3 + 2 * COUNT);
        FloatVector s33 = FloatVector.fromArray(FLOATS, sums, t3 + 3 * COUNT);
        for (int c = 0; c < cols; c += COUNT) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, w, wAt + c);
            FloatVector w1 = FloatVector.fromArray(FLOATS, w, wAt + wStride + c);
            FloatVector w2 = FloatVector.fromArray(FLOATS, w, wAt + 2 * wStride + c);
            FloatVector w3 = FloatVector.fromArray(FLOATS, w, wAt + 3 * wStride + c);
            FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + c);
            s00 = w0.fma(v, s00);
            s01 = w1.fma(v, s01);
            s02 = w2.fma(v, s02);
            s03 = w3.fma(v, s03);
            v = FloatVector.fromArray(FLOATS, x, xAt + xStride + c);
            s10 = w0.fma(v, s10);
            s11 = w1.fma(v, s11);
            s12 = w2.fma(v, s12);
            s13 = w3.fma(v, s13);
            v = FloatVector.fromArray(FLOATS, x, xAt + 2 * xStride + c);
            s20 = w0.fma(v, s20);
            s21 = w1.fma(v, s21);
            s22 = w2.fma(v, s22);
            s23 = w3.fma(v, s23);
            v = FloatVector.fromArray(FLOATS, x, xAt + 3 * xStride + c);
            s30 = w0.fma(v, s30);
            s31 = w1.fma(v, s31);
            s32 = w2.fma(v, s32);
            s33 = w3.fma(v, s33);
        }
        s00.intoArray(sums, sAt);
        s01.intoArray(sums, sAt + COUNT);
        s02.intoArray(sums, sAt + 2 * COUNT);
        s03.intoArray(sums, sAt + 3 * COUNT);
        s10.intoArray(sums, t1);
        s11.intoArray(sums, t1 + COUNT);
        s12.intoArray(sums, t1 + 2 * COUNT);
        s13.intoArray(sums, t1 + 3 * COUNT);
        s20.intoArray(sums, t2);
        s21.intoArray(sums, t2 + COUNT);
        s22.intoArray(sums, t2 + 2 * COUNT);
        s23.intoArray(sums, t2 + 3 * COUNT);
        s30.intoArray(sums, t3);
        s31.intoArray(sums, t3 + COUNT);
        s32.intoArray(sums, t3 + 2 * COUNT);
        s33.intoArray(sums, t3 + 3 * COUNT);
    }
}
