package nmos.live.ptx;

import java.util.List;

/// Predicates: comparisons, what is chosen by them, logic on them, and the carry of long additions.
final class Truths {
    private Truths() {}

    /// `setp.lt.and.s32 p|q, a, b, r`
    static Action.Op setp(Code code, Instruction in) {
        Type type = in.type();
        in.only("eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan",
                "and", "or", "xor", "ftz");
        int at = in.words().get(1).equals("ftz") ? 2 : 1;
        boolean two = in.operand(0) instanceof Operand.Two;
        Operand first = in.operand(0) instanceof Operand.Two pair ? pair.first() : in.operand(0);
        Slot scratch = code.constant(Type.PRED, 0);
        boolean combined = in.operands().size() == 4;
        if (type == Type.F16X2) throw in.wrong("comparisons of pairs are not interpreted");
        int to = code.truth(in, first);
        if (!two && !combined) return comparison(code, in, in.words().get(at), type, to, 1);
        int other = in.operand(0) instanceof Operand.Two pair ? code.truth(in, pair.second()) : -1;
        int compared = code.truth(in, new Operand.Name("_"));
        Action.Op compare = comparison(code, in, in.words().get(at), type, compared, 1);
        String how = combined ? in.words().get(at + 1) : "";
        boolean negated = combined && in.operand(3) instanceof Operand.Not;
        int with = combined ? code.truth(in, in.operand(3) instanceof Operand.Not not ? not.predicate() : in.operand(3)) : scratch.at();
        return Action.whole((w, mask) -> {
            compare.run(w, mask);
            int c = w.p[compared];
            int r = negated ? ~w.p[with] : w.p[with];
            int yes = joined(how, c, r);
            int no = joined(how, ~c, r);
            w.p[to] = (w.p[to] & ~mask) | (yes & mask);
            if (other >= 0) w.p[other] = (w.p[other] & ~mask) | (no & mask);
        });
    }

    private static int joined(String how, int a, int b) {
        return switch (how) {
            case "and" -> a & b;
            case "or" -> a | b;
            case "xor" -> a ^ b;
            default -> a;
        };
    }

    /// Of operands `from` and the next.
    private static Action.Op comparison(Code code, Instruction in, String how, Type type, int to, int from) {
        if (type == Type.PRED) throw in.wrong("is not known on predicates");
        if (type.bits == 64) {
            int a = code.l(in, in.operand(from));
            int b = code.slot(in, in.operand(from + 1), type).at();
            return type == Type.F64 ? Lanes.longTest(to, doubles(in, how), a, b) : Lanes.longTest(to, longs(in, how, type.signed()), a, b);
        }
        int a = code.i(in, in.operand(from), type);
        int b = code.i(in, in.operand(from + 1), type);
        return Lanes.test(to, switch (type) {
            case F32 -> in.has("ftz") ? flushed(in, how) : singles(in, how);
            case F16 -> halves(in, how);
            case S16 -> shorts(in, how);
            case BF16, F16X2, BF16X2 -> throw in.wrong("is not known on " + type);
            default -> ints(in, how, type.signed());
        }, a, b);
    }

    private static Lanes.IntTest ints(Instruction in, String how, boolean signed) {
        return switch (how) {
            case "eq" -> (a, b) -> a == b;
            case "ne" -> (a, b) -> a != b;
            case "lt", "lo" -> signed ? (a, b) -> a < b : (a, b) -> Integer.compareUnsigned(a, b) < 0;
            case "le", "ls" -> signed ? (a, b) -> a <= b : (a, b) -> Integer.compareUnsigned(a, b) <= 0;
            case "gt", "hi" -> signed ? (a, b) -> a > b : (a, b) -> Integer.compareUnsigned(a, b) > 0;
            case "ge", "hs" -> signed ? (a, b) -> a >= b : (a, b) -> Integer.compareUnsigned(a, b) >= 0;
            default -> throw in.wrong("." + how + " is not known on whole numbers");
        };
    }

    private static Lanes.IntTest shorts(Instruction in, String how) {
        Lanes.IntTest f = ints(in, how, true);
        return (a, b) -> f.of((short) a, (short) b);
    }

    private static Lanes.LongTest longs(Instruction in, String how, boolean signed) {
        return switch (how) {
            case "eq" -> (a, b) -> a == b;
            case "ne" -> (a, b) -> a != b;
            case "lt", "lo" -> signed ? (a, b) -> a < b : (a, b) -> Long.compareUnsigned(a, b) < 0;
            case "le", "ls" -> signed ? (a, b) -> a <= b : (a, b) -> Long.compareUnsigned(a, b) <= 0;
            case "gt", "hi" -> signed ? (a, b) -> a > b : (a, b) -> Long.compareUnsigned(a, b) > 0;
            case "ge", "hs" -> signed ? (a, b) -> a >= b : (a, b) -> Long.compareUnsigned(a, b) >= 0;
            default -> throw in.wrong("." + how + " is not known on whole numbers");
        };
    }

    private interface Order {
        boolean of(double a, double b);
    }

    /// Those that end in `u` hold too where either is no number.
    private static Order order(Instruction in, String how) {
        return switch (how) {
            case "eq" -> (a, b) -> a == b;
            case "ne" -> (a, b) -> a < b || a > b;
            case "lt" -> (a, b) -> a < b;
            case "le" -> (a, b) -> a <= b;
            case "gt" -> (a, b) -> a > b;
            case "ge" -> (a, b) -> a >= b;
            case "equ" -> (a, b) -> !(a < b || a > b);
            case "neu" -> (a, b) -> a != b;
            case "ltu" -> (a, b) -> !(a >= b);
            case "leu" -> (a, b) -> !(a > b);
            case "gtu" -> (a, b) -> !(a <= b);
            case "geu" -> (a, b) -> !(a < b);
            case "num" -> (a, b) -> !Double.isNaN(a) && !Double.isNaN(b);
            case "nan" -> (a, b) -> Double.isNaN(a) || Double.isNaN(b);
            default -> throw in.wrong("." + how + " is not known on floats");
        };
    }

    private static Lanes.LongTest doubles(Instruction in, String how) {
        Order order = order(in, how);
        return (a, b) -> order.of(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
    }

    private static Lanes.IntTest singles(Instruction in, String how) {
        Order order = order(in, how);
        return (a, b) -> order.of(Float.intBitsToFloat(a), Float.intBitsToFloat(b));
    }

    private static Lanes.IntTest flushed(Instruction in, String how) {
        Order order = order(in, how);
        return (a, b) -> order.of(Floats.flushed(Float.intBitsToFloat(a)), Floats.flushed(Float.intBitsToFloat(b)));
    }

    private static Lanes.IntTest halves(Instruction in, String how) {
        Order order = order(in, how);
        return (a, b) -> order.of(Float.float16ToFloat((short) a), Float.float16ToFloat((short) b));
    }

    /// `set.lt.u32.f32`: all bits, or 1.0, where it holds.
    static Action.Op set(Code code, Instruction in) {
        if (in.operands().size() != 3 || in.types().size() != 2) throw in.wrong("is interpreted only without a third operand");
        in.only("eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan", "ftz");
        int compared = code.truth(in, new Operand.Name("_"));
        Action.Op compare = comparison(code, in, in.words().get(1), in.type(), compared, 1);
        int to = code.i(in, in.operand(0));
        int yes = in.types().getFirst() == Type.F32 ? Float.floatToRawIntBits(1) : -1;
        return Action.all(List.of(compare, Action.each((w, k) -> w.r[to + k] = (w.p[compared] >> k & 1) != 0 ? yes : 0)));
    }

    static Action.Op selp(Code code, Instruction in) {
        in.only();
        Type type = in.type();
        int by = code.truth(in, in.operand(3));
        if (Slot.kind(type) == Slot.Kind.LONG) {
            int to = code.l(in, in.operand(0));
            int a = code.slot(in, in.operand(1), type).at();
            int b = code.slot(in, in.operand(2), type).at();
            return Action.each((w, k) -> w.q[to + k] = (w.p[by] >> k & 1) != 0 ? w.q[a + k] : w.q[b + k]);
        }
        int to = code.i(in, in.operand(0), type);
        int a = code.i(in, in.operand(1), type);
        int b = code.i(in, in.operand(2), type);
        return Action.whole((w, mask) -> {
            int p = w.p[by];
            int[] r = w.r;
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                r[to + k] = (p >> k & 1) != 0 ? r[a + k] : r[b + k];
            }
        });
    }

    /// Logic and moves of predicates.
    static Action.Op logic(Code code, Instruction in) {
        in.only();
        int to = code.truth(in, in.operand(0));
        boolean negated = in.operand(1) instanceof Operand.Not;
        int a = code.truth(in, in.operand(1) instanceof Operand.Not not ? not.predicate() : in.operand(1));
        int b = in.operands().size() > 2 ? code.truth(in, in.operand(2)) : a;
        Lanes.Ints f = switch (in.opcode()) {
            case "and" -> (x, y, z) -> x & y;
            case "or" -> (x, y, z) -> x | y;
            case "xor" -> (x, y, z) -> x ^ y;
            case "not" -> (x, y, z) -> ~x;
            case "mov" -> (x, y, z) -> x;
            default -> throw in.wrong("is not known on predicates");
        };
        return Action.whole((w, mask) -> w.p[to] = (w.p[to] & ~mask) | (f.of(negated ? ~w.p[a] : w.p[a], w.p[b], 0) & mask));
    }

    /// `add.cc`, `addc`, `sub.cc` and `subc`: sums longer than a word. As the hardware has it, a borrow is no carry.
    static Action.Op carried(Code code, Instruction in) {
        Type type = in.type();
        in.only("cc");
        boolean keeps = in.has("cc");
        boolean takes = in.opcode().endsWith("c");
        boolean minus = in.opcode().startsWith("sub");
        int carry = code.carry.at();
        Slot to = code.slot(in, in.operand(0), type);
        Slot a = code.slot(in, in.operand(1), type);
        Slot b = code.slot(in, in.operand(2), type);
        return Action.each((w, k) -> {
            long x = w.get(a, k);
            long y = minus ? type.widened(~w.get(b, k)) : w.get(b, k);
            long unsigned = type.bits == 32 ? y & 0xffffffffL : y;
            long more = takes ? w.p[carry] >> k & 1 : minus ? 1 : 0;
            long sum = x + unsigned + more;
            boolean over = type.bits == 32
                    ? sum >>> 32 != 0
                    : ((x & unsigned) | ((x | unsigned) & ~sum)) < 0;
            w.put(to, k, sum);
            if (keeps) w.p[carry] = (w.p[carry] & ~(1 << k)) | (over ? 1 << k : 0);
        });
    }
}
