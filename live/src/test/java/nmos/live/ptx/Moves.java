package nmos.live.ptx;

import java.util.List;

/// `mov` and `cvta`: from place to place, in and out of parts of a word, and from one kind of address to another.
final class Moves {
    private Moves() {}

    static Action.Op mov(Code code, Instruction in) {
        in.only();
        Type type = in.type();
        if (in.operand(0) instanceof Operand.Vector parts) return taken(code, in, parts.parts(), type);
        if (in.operand(1) instanceof Operand.Vector parts) return put(code, in, parts.parts(), type);
        Slot to = code.slot(in, in.operand(0), type);
        Slot from = code.slot(in, in.operand(1), type);
        if (to.kind() == Slot.Kind.INT && from.kind() == Slot.Kind.INT) return Lanes.ints(to.at(), (a, b, c) -> a, from.at());
        if (to.kind() == Slot.Kind.LONG && from.kind() == Slot.Kind.LONG) return Lanes.longs(to.at(), (a, b, c) -> a, from.at());
        return Lanes.mixed(to, (a, b, c, d) -> a, from);
    }

    private static Action.Op taken(Code code, Instruction in, List<Operand> parts, Type type) {
        int bits = type.bits / parts.size();
        Slot from = code.slot(in, in.operand(1), type);
        Slot[] to = parts(code, in, parts, bits);
        return Action.each((w, k) -> {
            long word = w.get(from, k);
            for (int i = 0; i < to.length; i++) w.put(to[i], k, word >>> (i * bits) & (1L << bits) - 1);
        });
    }

    private static Action.Op put(Code code, Instruction in, List<Operand> parts, Type type) {
        int bits = type.bits / parts.size();
        Slot to = code.slot(in, in.operand(0), type);
        Slot[] from = parts(code, in, parts, bits);
        return Action.each((w, k) -> {
            long word = 0;
            for (int i = 0; i < from.length; i++) word |= (w.get(from[i], k) & (1L << bits) - 1) << (i * bits);
            w.put(to, k, word);
        });
    }

    private static Slot[] parts(Code code, Instruction in, List<Operand> parts, int bits) {
        Type type = switch (bits) {
            case 8 -> Type.B8;
            case 16 -> Type.B16;
            case 32 -> Type.B32;
            default -> throw in.wrong("parts of " + bits + " bits are not interpreted");
        };
        return parts.stream().map(part -> code.slot(in, part, type)).toArray(Slot[]::new);
    }

    static Action.Op cvta(Code code, Instruction in) {
        in.only("to", "global", "shared", "local", "const", "param");
        if (in.type() != Type.U64) throw in.wrong("only addresses of 64 bits are interpreted");
        long window = in.has("shared") ? Address.SHARED : in.has("local") ? Address.LOCAL : in.has("param") ? Address.PARAM : 0;
        long added = in.has("to") ? -window : window;
        return Lanes.longs(code.l(in, in.operand(0)), (a, b, c) -> a + added, code.l(in, in.operand(1)));
    }

    static Action.Op isspacep(Code code, Instruction in) {
        long window = switch (in.words().get(1)) {
            case "shared" -> Address.SHARED;
            case "local" -> Address.LOCAL;
            case "global" -> 0;
            default -> throw in.wrong("is not interpreted");
        };
        int from = code.l(in, in.operand(1));
        return Lanes.longTest(code.truth(in, in.operand(0)), (a, b) -> a >>> 56 == window >>> 56, from, from);
    }
}
