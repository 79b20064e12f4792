package nmos.live.ptx;

/// Numbers of 16 bits, alone and in pairs. Sums and products are rounded twice, to a float and then to a half: with more than twice a half's bits in
/// between, that is the same as once. A fused step has its double moved to odd first, for the same reason.
final class Halves {
    private Halves() {}

    static Action.Op op(Code code, Instruction in) {
        in.only("rn", "sat", "ftz", "relu", "NaN", "approx");
        if (in.has("relu") || in.has("approx")) throw in.wrong("is not interpreted");
        Type type = in.type();
        boolean bf = type == Type.BF16 || type == Type.BF16X2;
        Lanes.Ints one = bf ? brain(in) : half(in);
        if (in.has("ftz") || in.has("sat")) {
            if (bf) throw in.wrong("is not known");
            Lanes.Ints inner = one;
            boolean ftz = in.has("ftz");
            boolean sat = in.has("sat");
            one = (a, b, c) -> {
                int result = ftz ? flushed(inner.of(flushed(a), flushed(b), flushed(c))) : inner.of(a, b, c);
                float value = f(result);
                return !sat ? result : value > 0 ? bits(Math.min(value, 1)) : 0;
            };
        }
        Lanes.Ints f = one;
        Lanes.Ints all = type.bits == 16
                ? f
                : (a, b, c) -> f.of(a & 0xffff, b & 0xffff, c & 0xffff) | f.of(a >>> 16, b >>> 16, c >>> 16) << 16;
        return Lanes.ints(code.i(in, in.operand(0), type), all, Integers.sources(code, in, type));
    }

    private static Lanes.Ints half(Instruction in) {
        return switch (in.opcode()) {
            case "add" -> (a, b, c) -> bits(f(a) + f(b));
            case "sub" -> (a, b, c) -> bits(f(a) - f(b));
            case "mul" -> (a, b, c) -> bits(f(a) * f(b));
            case "fma" -> (a, b, c) -> fused(f(a), f(b), f(c));
            case "neg" -> (a, b, c) -> a ^ 0x8000;
            case "abs" -> (a, b, c) -> a & 0x7fff;
            case "min" -> in.has("NaN") ? (a, b, c) -> bits(Math.min(f(a), f(b))) : (a, b, c) -> bits(Floats.smaller(f(a), f(b)));
            case "max" -> in.has("NaN") ? (a, b, c) -> bits(Math.max(f(a), f(b))) : (a, b, c) -> bits(Floats.greater(f(a), f(b)));
            default -> throw in.wrong("is not known on halves");
        };
    }

    private static Lanes.Ints brain(Instruction in) {
        return switch (in.opcode()) {
            case "neg" -> (a, b, c) -> a ^ 0x8000;
            case "abs" -> (a, b, c) -> a & 0x7fff;
            case "add" -> (a, b, c) -> brainBits(b(a) + b(b));
            case "sub" -> (a, b, c) -> brainBits(b(a) - b(b));
            case "mul" -> (a, b, c) -> brainBits(b(a) * b(b));
            case "min" -> (a, b, c) -> brainBits(Floats.smaller(b(a), b(b)));
            case "max" -> (a, b, c) -> brainBits(Floats.greater(b(a), b(b)));
            default -> throw in.wrong("is not known on bf16");
        };
    }

    static float f(int bits) {
        return Float.float16ToFloat((short) bits);
    }

    static int bits(float value) {
        return Float.isNaN(value) ? 0x7fff : Float.floatToFloat16(value) & 0xffff;
    }

    static float b(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// To the nearest bf16, to even where two are as near.
    static int brainBits(float value) {
        if (Float.isNaN(value)) return 0x7fff;
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }

    private static int flushed(int bits) {
        return (bits & 0x7c00) == 0 ? bits & 0x8000 : bits;
    }

    private static int fused(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        if (Double.isFinite(sum)) {
            double part = sum - product;
            double error = product - (sum - part) + (c - part);
            if (error != 0 && (Double.doubleToRawLongBits(sum) & 1) == 0) sum = error > 0 == sum > 0 ? away(sum) : toward(sum);
        }
        return bits(odd(sum));
    }

    private static double away(double value) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) + 1);
    }

    private static double toward(double value) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) - 1);
    }

    /// A double as a float whose last bit is odd where something was cut: a later rounding to fewer bits is then right.
    static float odd(double value) {
        float near = (float) value;
        if (near == value || Double.isNaN(value) || Float.isInfinite(near)) return near;
        float cut = Math.abs((double) near) > Math.abs(value) ? (value > 0 ? Math.nextDown(near) : Math.nextUp(near)) : near;
        return Float.intBitsToFloat(Float.floatToRawIntBits(cut) | 1);
    }
}
