package nmos.live.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// e to the x, to a unit or two in the last place, the same bits from a vector and from a single number: the library's vector
/// functions differ between the interpreter and compiled code. Polynomial and constants are those of Cephes' `expf`.
@SuppressWarnings("FloatingPointLiteralPrecision") // the constants as Cephes prints them
public final class Exponential {
    private static final float LOWEST = -87;
    private static final float HIGHEST = 88;
    private static final float LOG2_E = 1.442_695f;
    private static final float LN2_HIGH = -0.693_359_4f;
    private static final float LN2_LOW = 2.121_944_4e-4f;
    /// Adding it leaves a rounded whole number in the lowest bits of the float.
    private static final float WHOLE = 12_582_912f;

    private static final int ONE = 0x3f80_0000;
    private static final float P0 = 1.987_569_1e-4f;
    private static final float P1 = 1.398_199_9e-3f;
    private static final float P2 = 8.333_452e-3f;
    private static final float P3 = 4.166_579_6e-2f;
    private static final float P4 = 0.166_666_66f;
    private static final float P5 = 0.5f;

    private Exponential() {}

    public static FloatVector of(FloatVector x) {
        FloatVector bounded = x.max(LOWEST).min(HIGHEST);
        FloatVector shifted = bounded.fma(LOG2_E, WHOLE);
        FloatVector n = shifted.sub(WHOLE);
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.FLOATS, LN2_HIGH), bounded);
        r = n.fma(FloatVector.broadcast(Lanes.FLOATS, LN2_LOW), r);
        FloatVector p = r.mul(P0)
                .add(P1)
                .fma(r, FloatVector.broadcast(Lanes.FLOATS, P2))
                .fma(r, FloatVector.broadcast(Lanes.FLOATS, P3))
                .fma(r, FloatVector.broadcast(Lanes.FLOATS, P4))
                .fma(r, FloatVector.broadcast(Lanes.FLOATS, P5));
        FloatVector power = p.fma(r.mul(r), r).add(1);
        return power.mul(shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, 23)
                .add(ONE)
                .reinterpretAsFloats());
    }

    public static float of(float x) {
        float bounded = Math.min(Math.max(x, LOWEST), HIGHEST);
        float shifted = Math.fma(bounded, LOG2_E, WHOLE);
        float n = shifted - WHOLE;
        float r = Math.fma(n, LN2_HIGH, bounded);
        r = Math.fma(n, LN2_LOW, r);
        float p = r * P0 + P1;
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P4);
        p = Math.fma(p, r, P5);
        float power = Math.fma(p, r * r, r) + 1;
        return power * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + ONE);
    }
}
