package nmos.live.ptx;

import java.math.BigDecimal;
import java.util.function.DoubleUnaryOperator;

/// `cvt`: from any number to any other. Whole numbers out of range end at the nearest that there is; what is no number becomes 0.
final class Conversions {
    private Conversions() {}

    static Action.Op op(Code code, Instruction in) {
        in.only("rn", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi", "ftz", "sat");
        if (in.types().size() != 2) throw in.wrong("wants two types");
        Type to = in.types().get(0);
        Type from = in.types().get(1);
        if (to == Type.F16X2 || to == Type.BF16X2) return pair(code, in, to);
        Slot a = code.slot(in, in.operand(1), from);
        return Lanes.mixed(code.slot(in, in.operand(0), to), function(in, to, from), a);
    }

    private static Lanes.Mixed function(Instruction in, Type to, Type from) {
        boolean sat = in.has("sat");
        if (!from.floating() && !to.floating()) {
            return sat
                    ? (x, y, z, u) -> clamped(from.widened(x), from == Type.U64, to)
                    : (x, y, z, u) -> to.widened(from.widened(x));
        }
        DoubleUnaryOperator cut = toWhole(in);
        if (!to.floating()) {
            boolean flushes = in.has("ftz");
            return (x, y, z, u) -> whole(cut.applyAsDouble(flushes ? Floats.flushed((float) number(x, from)) : number(x, from)), to);
        }
        Rounding rounding = rounding(in);
        if (!from.floating()) {
            if (to == Type.F32 && from == Type.S32 && rounding == Rounding.NEAREST && !sat) return (x, y, z, u) -> Floats.bits((float) (int) x);
            return (x, y, z, u) -> ended(bits(from.widened(x), from == Type.U64, to, rounding), to, sat);
        }
        if (from == Type.F16 && to == Type.F32 && !sat) return (x, y, z, u) -> Floats.bits(Halves.f((int) x));
        if (from == Type.F32 && to == Type.F16 && !sat && rounding == Rounding.NEAREST && !in.has("ftz")) return (x, y, z, u) -> Halves.bits(Floats.f((int) x));
        boolean flushes = in.has("ftz");
        return (x, y, z, u) -> {
            double value = number(x, from);
            if (flushes && from == Type.F32) value = Floats.flushed((float) value);
            long bits = narrowed(cut.applyAsDouble(value), to, rounding);
            if (flushes && to == Type.F32) bits = Floats.bits(Floats.flushed(Floats.f((int) bits)));
            return ended(bits, to, sat);
        };
    }

    /// `cvt.rn.f16x2.f32 d, a, b`: `a` goes to the upper half.
    private static Action.Op pair(Code code, Instruction in, Type to) {
        Type half = to == Type.F16X2 ? Type.F16 : Type.BF16;
        Rounding rounding = rounding(in);
        in.only("rn", "rz");
        return Lanes.ints(code.i(in, in.operand(0)),
                (a, b, c) -> (int) narrowed(Floats.f(a), half, rounding) << 16 | (int) narrowed(Floats.f(b), half, rounding),
                code.i(in, in.operand(1), Type.F32), code.i(in, in.operand(2), Type.F32));
    }

    private static Rounding rounding(Instruction in) {
        return in.has("rz") ? Rounding.ZERO : in.has("rm") ? Rounding.DOWN : in.has("rp") ? Rounding.UP : Rounding.NEAREST;
    }

    private static double number(long bits, Type type) {
        return switch (type) {
            case F16 -> Halves.f((int) bits);
            case BF16 -> Halves.b((int) bits);
            case F32 -> Floats.f((int) bits);
            default -> Floats.d(bits);
        };
    }

    private static DoubleUnaryOperator toWhole(Instruction in) {
        if (in.has("rni")) return Math::rint;
        if (in.has("rzi")) return value -> value < 0 ? Math.ceil(value) : Math.floor(value);
        if (in.has("rmi")) return Math::floor;
        if (in.has("rpi")) return Math::ceil;
        return value -> value;
    }

    private static long whole(double whole, Type to) {
        if (Double.isNaN(whole)) return 0;
        if (to.signed()) {
            double most = Math.scalb(1.0, to.bits - 1);
            return whole >= most ? (1L << (to.bits - 1)) - 1 : whole < -most ? -1L << (to.bits - 1) : (long) whole;
        }
        if (whole <= 0) return 0;
        if (whole >= Math.scalb(1.0, to.bits)) return to.bits == 64 ? -1 : (1L << to.bits) - 1;
        return whole < 0x1p63 ? (long) whole : (long) (whole - 0x1p63) ^ 1L << 63;
    }

    private static long clamped(long value, boolean unsigned, Type to) {
        boolean beyond = unsigned && value < 0;
        if (to == Type.U64) return beyond ? value : unsigned ? value : Math.max(value, 0);
        long most = to.signed() ? (1L << (to.bits - 1)) - 1 : (1L << to.bits) - 1;
        long least = to.signed() ? -1L << (to.bits - 1) : 0;
        return beyond ? most : Math.clamp(value, least, most);
    }

    private static long bits(long value, boolean unsigned, Type to, Rounding rounding) {
        BigDecimal exact = unsigned && value < 0 ? new BigDecimal(Long.toUnsignedString(value)) : BigDecimal.valueOf(value);
        return switch (to) {
            case F32 -> {
                float near = unsigned && value < 0 ? exact.floatValue() : (float) value;
                yield rounding == Rounding.NEAREST ? Floats.bits(near) : rounding.of(exact, near);
            }
            case F64 -> Floats.bits(unsigned && value < 0 ? exact.doubleValue() : (double) value);
            // all beyond 2^20 is beyond what a half can hold; what is not is exact in a float
            case F16 -> narrowed(unsigned && value < 0 ? 1 << 20 : Math.clamp(value, -(1 << 20), 1 << 20), to, rounding);
            default -> narrowed(exact.doubleValue(), to, rounding);
        };
    }

    private static long narrowed(double value, Type to, Rounding rounding) {
        return switch (to) {
            case F64 -> Floats.bits(value);
            case F32 -> {
                float near = (float) value;
                yield rounding == Rounding.NEAREST || !Double.isFinite(value) ? Floats.bits(near) : rounding.of(new BigDecimal(value), near);
            }
            case F16 -> {
                int near = Halves.bits(Halves.odd(value));
                yield side(near, Double.compare(value, Halves.f(near)), value, 0x7bff, rounding);
            }
            default -> {
                int near = Halves.brainBits(Halves.odd(value));
                yield side(near, Double.compare(value, Halves.b(near)), value, 0x7f7f, rounding);
            }
        };
    }

    /// `near`, or its neighbour towards the side that the rounding asks for.
    private static int side(int near, int side, double value, int greatest, Rounding rounding) {
        if (side == 0 || !Double.isFinite(value) || value == 0) return near;
        boolean tooFar = value > 0 ? side < 0 : side > 0;
        boolean away = (rounding == Rounding.UP && value > 0) || (rounding == Rounding.DOWN && value < 0);
        if (rounding == Rounding.NEAREST || tooFar == away) return near;
        if ((near & 0x7fff) > greatest) return (near & 0x8000) | greatest;
        return tooFar ? near - 1 : near + 1;
    }

    /// Between 0 and 1, if asked.
    private static long ended(long bits, Type to, boolean sat) {
        if (!sat) return bits;
        if (to == Type.F32) return Floats.saturated((int) bits);
        double value = Math.min(number(bits, to), 1);
        return narrowed(value > 0 ? value : 0, to, Rounding.NEAREST);
    }
}
