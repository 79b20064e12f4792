package nmos.live.ptx;

import org.jspecify.annotations.Nullable;

/// Numbers of 32 and 64 bits.
///
/// Sums, products, quotients, square roots and fused steps have the bits of IEEE 754, in each direction of rounding; what is no number comes
/// out as the one pattern that the hardware gives. Functions named `approx` or `full` come out as the right result rounded once, where the
/// hardware is allowed an error: of 2 units in the last place of `ex2`, `rsqrt` and `div.full`, 1 of `rcp` and `sqrt`, 2^-22 of `lg2`, 2^-20.9 of `sin` and
/// `cos` near 0 and 2^-11 of `tanh`. Kernels whose bits have to be the same everywhere must do without those.
final class Floats {
    private Floats() {}

    static Action.Op op(Code code, Instruction in) {
        in.only("rn", "rz", "rm", "rp", "ftz", "sat", "approx", "full", "NaN");
        if (in.type() == Type.F64) return doubles(code, in);
        Lanes.Ints f = single(in);
        if (in.has("ftz") || in.has("sat")) {
            Lanes.Ints inner = f;
            boolean ftz = in.has("ftz");
            boolean sat = in.has("sat");
            f = (a, b, c) -> {
                int result = ftz ? flushed(inner.of(flushed(a), flushed(b), flushed(c))) : inner.of(a, b, c);
                return sat ? saturated(result) : result;
            };
        }
        return Lanes.ints(code.i(in, in.operand(0), Type.F32), f, Integers.sources(code, in, Type.F32));
    }

    private static Lanes.Ints single(Instruction in) {
        Lanes.@Nullable Ints directed = directed(in);
        if (directed != null) return directed;
        return switch (in.opcode()) {
            case "add" -> (a, b, c) -> bits(f(a) + f(b));
            case "sub" -> (a, b, c) -> bits(f(a) - f(b));
            case "mul" -> (a, b, c) -> bits(f(a) * f(b));
            case "fma", "mad" -> (a, b, c) -> bits(Math.fma(f(a), f(b), f(c)));
            case "div" -> (a, b, c) -> bits(f(a) / f(b));
            case "rcp" -> (a, b, c) -> bits(1 / f(a));
            case "sqrt" -> (a, b, c) -> bits((float) Math.sqrt(f(a)));
            case "rsqrt" -> (a, b, c) -> bits((float) (1 / Math.sqrt(f(a))));
            case "ex2" -> (a, b, c) -> bits((float) Math.pow(2, f(a)));
            case "lg2" -> (a, b, c) -> bits(log2(f(a)));
            case "sin" -> (a, b, c) -> bits((float) Math.sin(f(a)));
            case "cos" -> (a, b, c) -> bits((float) Math.cos(f(a)));
            case "tanh" -> (a, b, c) -> bits((float) Math.tanh(f(a)));
            case "neg" -> (a, b, c) -> a ^ 1 << 31;
            case "abs" -> (a, b, c) -> a & -1 >>> 1;
            case "min" -> in.has("NaN") ? (a, b, c) -> bits(Math.min(f(a), f(b))) : (a, b, c) -> bits(smaller(f(a), f(b)));
            case "max" -> in.has("NaN") ? (a, b, c) -> bits(Math.max(f(a), f(b))) : (a, b, c) -> bits(greater(f(a), f(b)));
            case "copysign" -> (a, b, c) -> (a & 1 << 31) | (b & -1 >>> 1);
            default -> throw in.wrong("is not known on floats");
        };
    }

    /// Rounded any way but to the nearest.
    private static Lanes.@Nullable Ints directed(Instruction in) {
        Rounding rounding = in.has("rz") ? Rounding.ZERO : in.has("rm") ? Rounding.DOWN : in.has("rp") ? Rounding.UP : Rounding.NEAREST;
        if (rounding == Rounding.NEAREST) return null;
        return switch (in.opcode()) {
            case "add" -> (a, b, c) -> Rounding.fused(f(a), 1, f(b), rounding);
            case "sub" -> (a, b, c) -> Rounding.fused(f(a), 1, -f(b), rounding);
            case "mul" -> (a, b, c) -> Rounding.product(f(a), f(b), rounding);
            case "fma", "mad" -> (a, b, c) -> Rounding.fused(f(a), f(b), f(c), rounding);
            case "div" -> (a, b, c) -> Rounding.quotient(f(a), f(b), rounding);
            case "rcp" -> (a, b, c) -> Rounding.quotient(1, f(a), rounding);
            case "sqrt" -> (a, b, c) -> Rounding.root(f(a), rounding);
            default -> throw in.wrong("is not known with this rounding");
        };
    }

    private static Action.Op doubles(Code code, Instruction in) {
        if (in.has("rz") || in.has("rm") || in.has("rp")) throw in.wrong("is interpreted only rounded to the nearest");
        if (in.has("ftz") || in.has("sat")) throw in.wrong("is not known on 64 bits");
        Lanes.Longs f = switch (in.opcode()) {
            case "add" -> (a, b, c) -> bits(d(a) + d(b));
            case "sub" -> (a, b, c) -> bits(d(a) - d(b));
            case "mul" -> (a, b, c) -> bits(d(a) * d(b));
            case "fma", "mad" -> (a, b, c) -> bits(Math.fma(d(a), d(b), d(c)));
            case "div" -> (a, b, c) -> bits(d(a) / d(b));
            case "rcp" -> (a, b, c) -> bits(1 / d(a));
            case "sqrt" -> (a, b, c) -> bits(Math.sqrt(d(a)));
            case "neg" -> (a, b, c) -> a ^ 1L << 63;
            case "abs" -> (a, b, c) -> a & -1L >>> 1;
            case "min" -> (a, b, c) -> bits(Double.isNaN(d(a)) ? d(b) : Double.isNaN(d(b)) ? d(a) : Math.min(d(a), d(b)));
            case "max" -> (a, b, c) -> bits(Double.isNaN(d(a)) ? d(b) : Double.isNaN(d(b)) ? d(a) : Math.max(d(a), d(b)));
            case "copysign" -> (a, b, c) -> (a & 1L << 63) | (b & -1L >>> 1);
            default -> throw in.wrong("is not known on doubles");
        };
        if (in.has("approx")) throw in.wrong("is not interpreted on doubles");
        int[] from = new int[in.operands().size() - 1];
        for (int i = 0; i < from.length; i++) from[i] = code.slot(in, in.operand(i + 1), Type.F64).at();
        return Lanes.longs(code.l(in, in.operand(0)), f, from);
    }

    /// `testp.finite`
    static Action.Op testp(Code code, Instruction in) {
        if (in.type() != Type.F32) throw in.wrong("is interpreted only on 32 bits");
        int to = code.truth(in, in.operand(0));
        int a = code.i(in, in.operand(1), Type.F32);
        Lanes.IntTest f = switch (in.words().get(1)) {
            case "finite" -> (x, y) -> Float.isFinite(f(x));
            case "infinite" -> (x, y) -> Float.isInfinite(f(x));
            case "number" -> (x, y) -> !Float.isNaN(f(x));
            case "notanumber" -> (x, y) -> Float.isNaN(f(x));
            case "subnormal" -> (x, y) -> f(x) != 0 && Math.abs(f(x)) < Float.MIN_NORMAL;
            case "normal" -> (x, y) -> Float.isFinite(f(x)) && Math.abs(f(x)) >= Float.MIN_NORMAL;
            default -> throw in.wrong("is not known");
        };
        return Lanes.test(to, f, a, a);
    }

    static float f(int bits) {
        return Float.intBitsToFloat(bits);
    }

    static double d(long bits) {
        return Double.longBitsToDouble(bits);
    }

    static int bits(float value) {
        return Float.isNaN(value) ? 0x7fffffff : Float.floatToRawIntBits(value);
    }

    static long bits(double value) {
        return Double.isNaN(value) ? 0x7fffffffffffffffL : Double.doubleToRawLongBits(value);
    }

    static float smaller(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
    }

    static float greater(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
    }

    static float flushed(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    private static int flushed(int bits) {
        return (bits & 0x7f800000) == 0 ? bits & 1 << 31 : bits;
    }

    /// Between 0 and 1; what is no number is 0.
    static int saturated(int bits) {
        float value = f(bits);
        return value > 0 ? bits(Math.min(value, 1)) : 0;
    }

    /// A power of two has its exponent to the bit.
    private static float log2(float value) {
        int exponent = Math.getExponent(value);
        if (exponent >= Float.MIN_EXPONENT && exponent <= Float.MAX_EXPONENT && value == Math.scalb(1f, exponent)) return exponent;
        return (float) (Math.log(value) / Math.log(2));
    }

}
