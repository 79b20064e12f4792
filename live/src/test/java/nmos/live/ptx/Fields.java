package nmos.live.ptx;

/// Fields of bits and bytes: what unpacking is made of.
final class Fields {
    private Fields() {}

    /// `length` bits from `position` on, or as many as there are, with the sign of the last of them.
    static long taken(long value, int position, int length, int width) {
        if (length == 0) return 0;
        int from = Math.min(position, width - 1);
        int bits = Math.min(length, width - from);
        return value << (64 - from - bits) >> (64 - bits);
    }

    static long takenUnsigned(long value, int position, int length) {
        return position > 63 ? 0 : value >>> position & mask(length);
    }

    static long placed(long field, long into, int position, int length, int width) {
        if (length == 0 || position >= width) return into;
        long mask = mask(length) << position;
        return (into & ~mask) | (field << position & mask);
    }

    private static long mask(int length) {
        return length > 63 ? -1 : (1L << length) - 1;
    }

    /// `bfi`, of either width.
    static Action.Op insertion(Code code, Instruction in) {
        Type type = in.type();
        in.only();
        int width = type.bits;
        return Lanes.mixed(code.slot(in, in.operand(0), type), (a, b, c, d) -> placed(a, b, (int) c & 255, (int) d & 255, width),
                code.slot(in, in.operand(1), type), code.slot(in, in.operand(2), type),
                code.slot(in, in.operand(3), Type.B32), code.slot(in, in.operand(4), Type.B32));
    }

    /// 64 bits shifted, of which one half is wanted: `a` is the lower one.
    static Lanes.Ints funnel(Instruction in) {
        boolean wrap = in.has("wrap");
        if (!wrap && !in.has("clamp")) throw in.wrong("says neither wrap nor clamp");
        return in.has("l")
                ? (a, b, c) -> (int) (pair(a, b) << amount(c, wrap) >>> 32)
                : (a, b, c) -> (int) (pair(a, b) >>> amount(c, wrap));
    }

    private static long pair(int low, int high) {
        return (long) high << 32 | (low & 0xffffffffL);
    }

    private static int amount(int shift, boolean wrap) {
        return wrap ? shift & 31 : Integer.compareUnsigned(shift, 32) > 0 ? 32 : shift;
    }

    /// Four of eight bytes by four selectors; a selector's fourth bit asks for the byte's sign.
    static Lanes.Ints permutation(Instruction in) {
        in.only("f4e", "b4e", "rc8", "ecl", "ecr", "rc16");
        String mode = in.words().getLast();
        return switch (mode) {
            case "b32" -> (a, b, c) -> picked(a, b, c);
            case "f4e" -> (a, b, c) -> picked(a, b, 0x3210 + 0x1111 * (c & 3));
            case "b4e" -> (a, b, c) -> picked(a, b, new int[] {0x5670, 0x6701, 0x7012, 0x0123}[c & 3]);
            case "rc8" -> (a, b, c) -> picked(a, b, 0x1111 * (c & 3));
            case "ecl" -> (a, b, c) -> picked(a, b, new int[] {0x3210, 0x3211, 0x3222, 0x3333}[c & 3]);
            case "ecr" -> (a, b, c) -> picked(a, b, new int[] {0x0000, 0x1110, 0x2210, 0x3210}[c & 3]);
            default -> (a, b, c) -> picked(a, b, (c & 1) == 0 ? 0x1010 : 0x3232);
        };
    }

    private static int picked(int a, int b, int selectors) {
        long bytes = pair(a, b);
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int selector = selectors >> (4 * i) & 15;
            int one = (int) (bytes >>> (8 * (selector & 7))) & 255;
            if ((selector & 8) != 0) one = (byte) one >> 7 & 255;
            result |= one << (8 * i);
        }
        return result;
    }

    /// Any function of three bits, by its table.
    static Action.Op lop3(Code code, Instruction in) {
        in.only();
        if (!(in.operand(4) instanceof Operand.Literal literal)) throw in.wrong("wants its table as a number");
        int table = (int) literal.bits();
        return Lanes.ints(code.i(in, in.operand(0)), (a, b, c) -> looked(a, b, c, table),
                code.i(in, in.operand(1)), code.i(in, in.operand(2)), code.i(in, in.operand(3)));
    }

    private static int looked(int a, int b, int c, int table) {
        int result = 0;
        if ((table & 1) != 0) result |= ~a & ~b & ~c;
        if ((table & 2) != 0) result |= ~a & ~b & c;
        if ((table & 4) != 0) result |= ~a & b & ~c;
        if ((table & 8) != 0) result |= ~a & b & c;
        if ((table & 16) != 0) result |= a & ~b & ~c;
        if ((table & 32) != 0) result |= a & ~b & c;
        if ((table & 64) != 0) result |= a & b & ~c;
        if ((table & 128) != 0) result |= a & b & c;
        return result;
    }

    /// Four products of bytes, or two of a half-word and a byte, and a sum.
    static Action.Op dot(Code code, Instruction in) {
        in.only("lo", "hi");
        if (in.types().size() != 2) throw in.wrong("wants two types");
        boolean signedA = in.types().get(0) == Type.S32;
        boolean signedB = in.types().get(1) == Type.S32;
        Lanes.Ints f;
        if (in.opcode().equals("dp4a")) {
            f = signedA && signedB
                    ? (a, b, c) -> c + (byte) a * (byte) b + (byte) (a >> 8) * (byte) (b >> 8)
                            + (byte) (a >> 16) * (byte) (b >> 16) + (a >> 24) * (b >> 24)
                    : (a, b, c) -> {
                        int sum = c;
                        for (int i = 0; i < 32; i += 8) sum += octet(a, i, signedA) * octet(b, i, signedB);
                        return sum;
                    };
        } else {
            int from = in.has("hi") ? 16 : 0;
            f = (a, b, c) -> c + (signedA ? (short) a : a & 0xffff) * octet(b, from, signedB)
                    + (signedA ? a >> 16 : a >>> 16) * octet(b, from + 8, signedB);
        }
        return Lanes.ints(code.i(in, in.operand(0)), f, code.i(in, in.operand(1)), code.i(in, in.operand(2)), code.i(in, in.operand(3)));
    }

    private static int octet(int word, int shift, boolean signed) {
        return signed ? (byte) (word >> shift) : word >> shift & 255;
    }

    /// Differences of four bytes each.
    static Action.Op differences(Code code, Instruction in) {
        if (!in.words().equals(java.util.List.of("vabsdiff4", "u32", "u32", "u32"))) throw in.wrong("is not known");
        return Lanes.ints(code.i(in, in.operand(0)), (a, b, c) -> {
            int result = 0;
            for (int i = 0; i < 32; i += 8) result |= Math.abs((a >> i & 255) - (b >> i & 255)) << i;
            return result;
        }, code.i(in, in.operand(1)), code.i(in, in.operand(2)), code.i(in, in.operand(3)));
    }
}
