package nmos.live.ptx;

/// Whole numbers: arithmetic, bits, fields of bits, bytes of words.
final class Integers {
    private Integers() {}

    static Action.Op op(Code code, Instruction in) {
        Type type = in.type();
        return switch (type.bits) {
            case 16 -> sixteen(code, in, type);
            case 32 -> thirtyTwo(code, in, type);
            case 64 -> sixtyFour(code, in, type);
            default -> throw in.wrong("no arithmetic is known on " + type);
        };
    }

    private static Action.Op sixteen(Code code, Instruction in, Type type) {
        boolean signed = type.signed();
        Lanes.Ints f = switch (in.opcode()) {
            case "add" -> (a, b, c) -> a + b & 0xffff;
            case "sub" -> (a, b, c) -> a - b & 0xffff;
            case "mul" -> in.has("lo") ? (a, b, c) -> a * b & 0xffff
                    : signed ? (a, b, c) -> ((short) a * (short) b) >>> 16 & 0xffff : (a, b, c) -> (a * b) >>> 16;
            case "mad" -> (a, b, c) -> a * b + c & 0xffff;
            case "div" -> signed ? (a, b, c) -> (short) b == 0 ? 0xffff : (short) a / (short) b & 0xffff
                    : (a, b, c) -> b == 0 ? 0xffff : a / b;
            case "rem" -> signed ? (a, b, c) -> (short) b == 0 ? a : (short) a % (short) b & 0xffff : (a, b, c) -> b == 0 ? a : a % b;
            case "min" -> signed ? (a, b, c) -> Math.min((short) a, (short) b) & 0xffff : (a, b, c) -> Math.min(a, b);
            case "max" -> signed ? (a, b, c) -> Math.max((short) a, (short) b) & 0xffff : (a, b, c) -> Math.max(a, b);
            case "neg" -> (a, b, c) -> -a & 0xffff;
            case "abs" -> (a, b, c) -> Math.abs((short) a) & 0xffff;
            case "and" -> (a, b, c) -> a & b;
            case "or" -> (a, b, c) -> a | b;
            case "xor" -> (a, b, c) -> a ^ b;
            case "not" -> (a, b, c) -> ~a & 0xffff;
            case "cnot" -> (a, b, c) -> a == 0 ? 1 : 0;
            case "shl" -> (a, b, c) -> Integer.compareUnsigned(b, 15) > 0 ? 0 : a << b & 0xffff;
            case "shr" -> signed ? (a, b, c) -> (short) a >> limited(b, 15) & 0xffff
                    : (a, b, c) -> Integer.compareUnsigned(b, 15) > 0 ? 0 : a >>> b;
            default -> throw in.wrong("is not known on 16 bits");
        };
        if (in.opcode().equals("mad") && !in.has("lo")) throw in.wrong("is not known on 16 bits");
        in.only("lo", "hi");
        return Lanes.ints(code.i(in, in.operand(0), type), f, sources(code, in, type));
    }

    /// A product of twice the bits.
    static Action.Op wide(Code code, Instruction in) {
        Type type = in.type();
        in.only("wide");
        Slot to = code.slot(in, in.operand(0), type.bits == 32 ? Type.B64 : Type.B32);
        Slot a = code.slot(in, in.operand(1), type);
        Slot b = code.slot(in, in.operand(2), type);
        if (in.opcode().equals("mul")) {
            return Lanes.mixed(to, switch (type) {
                case S32 -> (x, y, z, u) -> (long) (int) x * (int) y;
                case U32 -> (x, y, z, u) -> x * y;
                case S16 -> (x, y, z, u) -> (short) x * (short) y;
                case U16 -> (x, y, z, u) -> x * y;
                default -> throw in.wrong("is not known on " + type);
            }, a, b);
        }
        Slot c = code.slot(in, in.operand(3), type.bits == 32 ? Type.B64 : Type.B32);
        return Lanes.mixed(to, switch (type) {
            case S32 -> (x, y, z, u) -> (long) (int) x * (int) y + z;
            case U32 -> (x, y, z, u) -> x * y + z;
            case S16 -> (x, y, z, u) -> (short) x * (short) y + z;
            case U16 -> (x, y, z, u) -> x * y + z;
            default -> throw in.wrong("is not known on " + type);
        }, a, b, c);
    }

    private static Action.Op thirtyTwo(Code code, Instruction in, Type type) {
        boolean signed = type.signed();
        Lanes.Ints f = switch (in.opcode()) {
            case "add" -> in.has("sat") ? (a, b, c) -> saturated((long) a + b) : (a, b, c) -> a + b;
            case "sub" -> in.has("sat") ? (a, b, c) -> saturated((long) a - b) : (a, b, c) -> a - b;
            case "mul" -> in.has("lo") ? (a, b, c) -> a * b
                    : signed ? (a, b, c) -> high(a, b) : (a, b, c) -> highUnsigned(a, b);
            case "mad" -> in.has("lo") ? (a, b, c) -> a * b + c
                    : signed ? (a, b, c) -> high(a, b) + c : (a, b, c) -> highUnsigned(a, b) + c;
            case "mul24" -> signed ? (a, b, c) -> (a << 8 >> 8) * (b << 8 >> 8) : (a, b, c) -> (a & 0xffffff) * (b & 0xffffff);
            case "mad24" -> signed ? (a, b, c) -> (a << 8 >> 8) * (b << 8 >> 8) + c : (a, b, c) -> (a & 0xffffff) * (b & 0xffffff) + c;
            case "sad" -> signed ? (a, b, c) -> c + (a > b ? a - b : b - a)
                    : (a, b, c) -> c + (Integer.compareUnsigned(a, b) > 0 ? a - b : b - a);
            case "div" -> signed ? (a, b, c) -> b == 0 ? -1 : a / b : (a, b, c) -> b == 0 ? -1 : Integer.divideUnsigned(a, b);
            case "rem" -> signed ? (a, b, c) -> b == 0 ? a : a % b : (a, b, c) -> b == 0 ? a : Integer.remainderUnsigned(a, b);
            case "min" -> signed ? (a, b, c) -> Math.min(a, b) : (a, b, c) -> Integer.compareUnsigned(a, b) < 0 ? a : b;
            case "max" -> signed ? (a, b, c) -> Math.max(a, b) : (a, b, c) -> Integer.compareUnsigned(a, b) > 0 ? a : b;
            case "neg" -> (a, b, c) -> -a;
            case "abs" -> (a, b, c) -> Math.abs(a);
            case "and" -> (a, b, c) -> a & b;
            case "or" -> (a, b, c) -> a | b;
            case "xor" -> (a, b, c) -> a ^ b;
            case "not" -> (a, b, c) -> ~a;
            case "cnot" -> (a, b, c) -> a == 0 ? 1 : 0;
            case "shl" -> (a, b, c) -> Integer.compareUnsigned(b, 31) > 0 ? 0 : a << b;
            case "shr" -> signed ? (a, b, c) -> a >> limited(b, 31) : (a, b, c) -> Integer.compareUnsigned(b, 31) > 0 ? 0 : a >>> b;
            case "popc" -> (a, b, c) -> Integer.bitCount(a);
            case "clz" -> (a, b, c) -> Integer.numberOfLeadingZeros(a);
            case "brev" -> (a, b, c) -> Integer.reverse(a);
            case "bfe" -> signed ? (a, b, c) -> (int) Fields.taken(a, b & 255, c & 255, 32) : (a, b, c) -> (int) Fields.takenUnsigned(a & 0xffffffffL, b & 255, c & 255);
            case "bfind" -> bfind(in, signed);
            case "shf" -> Fields.funnel(in);
            case "prmt" -> Fields.permutation(in);
            default -> throw in.wrong("is not known on 32 bits");
        };
        if (in.opcode().equals("shr") || in.opcode().equals("shl") || in.opcode().equals("min") || in.opcode().equals("max")) in.only();
        in.only("lo", "hi", "sat", "shiftamt", "l", "r", "wrap", "clamp", "f4e", "b4e", "rc8", "ecl", "ecr", "rc16");
        return Lanes.ints(code.i(in, in.operand(0), type), f, sources(code, in, type));
    }

    private static Lanes.Ints bfind(Instruction in, boolean signed) {
        boolean shift = in.has("shiftamt");
        return (a, b, c) -> {
            int bits = signed && a < 0 ? ~a : a;
            if (bits == 0) return -1;
            int zeros = Integer.numberOfLeadingZeros(bits);
            return shift ? zeros : 31 - zeros;
        };
    }

    private static Action.Op sixtyFour(Code code, Instruction in, Type type) {
        boolean signed = type.signed();
        in.only("lo", "hi");
        Lanes.Longs f = switch (in.opcode()) {
            case "add" -> (a, b, c) -> a + b;
            case "sub" -> (a, b, c) -> a - b;
            case "mul" -> in.has("lo") ? (a, b, c) -> a * b
                    : signed ? (a, b, c) -> Math.multiplyHigh(a, b) : (a, b, c) -> Math.unsignedMultiplyHigh(a, b);
            case "mad" -> in.has("lo") ? (a, b, c) -> a * b + c
                    : signed ? (a, b, c) -> Math.multiplyHigh(a, b) + c : (a, b, c) -> Math.unsignedMultiplyHigh(a, b) + c;
            case "div" -> signed ? (a, b, c) -> b == 0 ? -1 : a / b : (a, b, c) -> b == 0 ? -1 : Long.divideUnsigned(a, b);
            case "rem" -> signed ? (a, b, c) -> b == 0 ? a : a % b : (a, b, c) -> b == 0 ? a : Long.remainderUnsigned(a, b);
            case "min" -> signed ? (a, b, c) -> Math.min(a, b) : (a, b, c) -> Long.compareUnsigned(a, b) < 0 ? a : b;
            case "max" -> signed ? (a, b, c) -> Math.max(a, b) : (a, b, c) -> Long.compareUnsigned(a, b) > 0 ? a : b;
            case "neg" -> (a, b, c) -> -a;
            case "abs" -> (a, b, c) -> Math.abs(a);
            case "and" -> (a, b, c) -> a & b;
            case "or" -> (a, b, c) -> a | b;
            case "xor" -> (a, b, c) -> a ^ b;
            case "not" -> (a, b, c) -> ~a;
            case "cnot" -> (a, b, c) -> a == 0 ? 1 : 0;
            case "brev" -> (a, b, c) -> Long.reverse(a);
            case "shl", "shr", "popc", "clz", "bfind", "bfe" -> null;
            default -> throw in.wrong("is not known on 64 bits");
        };
        if (f != null) return Lanes.longs(code.l(in, in.operand(0)), f, longs(code, in));
        Lanes.Mixed g = switch (in.opcode()) {
            case "shl" -> (a, b, c, d) -> b > 63 ? 0 : a << b;
            case "shr" -> signed ? (a, b, c, d) -> a >> Math.min(b, 63) : (a, b, c, d) -> b > 63 ? 0 : a >>> b;
            case "popc" -> (a, b, c, d) -> Long.bitCount(a);
            case "clz" -> (a, b, c, d) -> Long.numberOfLeadingZeros(a);
            case "bfe" -> signed ? (a, b, c, d) -> Fields.taken(a, (int) b & 255, (int) c & 255, 64)
                    : (a, b, c, d) -> Fields.takenUnsigned(a, (int) b & 255, (int) c & 255);
            default -> (a, b, c, d) -> {
                long bits = signed && a < 0 ? ~a : a;
                return bits == 0 ? -1 : 63 - Long.numberOfLeadingZeros(bits);
            };
        };
        boolean counts = in.opcode().equals("popc") || in.opcode().equals("clz") || in.opcode().equals("bfind");
        Slot to = code.slot(in, in.operand(0), counts ? Type.B32 : Type.B64);
        Slot[] from = new Slot[in.operands().size() - 1];
        for (int i = 0; i < from.length; i++) from[i] = code.slot(in, in.operand(i + 1), i == 0 ? Type.B64 : Type.B32);
        return Lanes.mixed(to, g, from);
    }

    static int[] sources(Code code, Instruction in, Type type) {
        int[] from = new int[in.operands().size() - 1];
        for (int i = 0; i < from.length; i++) from[i] = code.i(in, in.operand(i + 1), shift(in, i) ? Type.B32 : type);
        return from;
    }

    /// What a shift is by has 32 bits whatever is shifted.
    private static boolean shift(Instruction in, int source) {
        return source == 1 && (in.opcode().equals("shl") || in.opcode().equals("shr"));
    }

    static int[] longs(Code code, Instruction in) {
        int[] from = new int[in.operands().size() - 1];
        for (int i = 0; i < from.length; i++) from[i] = code.l(in, in.operand(i + 1));
        return from;
    }

    private static int limited(int shift, int most) {
        return Integer.compareUnsigned(shift, most) > 0 ? most : shift;
    }

    private static int saturated(long x) {
        return Math.clamp(x, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static int high(int a, int b) {
        return (int) (((long) a * b) >> 32);
    }

    private static int highUnsigned(int a, int b) {
        return (int) (((a & 0xffffffffL) * (b & 0xffffffffL)) >>> 32);
    }
}
