package nmos.live.ptx;

/// `atom` and `red`: what is there becomes something else in one go. Lanes of a warp follow one another.
final class Atomics {
    private Atomics() {}

    private interface Change {
        long of(long old, long b, long c);
    }

    static Action.Op op(Code code, Instruction in) {
        in.only("global", "shared", "relaxed", "acquire", "release", "acq_rel", "cta", "gpu", "sys", "add", "min", "max", "and", "or", "xor",
                "exch", "cas", "inc", "dec", "noftz", "shared::cta");
        Type type = in.type();
        boolean gives = in.opcode().equals("atom");
        int first = gives ? 1 : 0;
        Address address = Address.of(code, in, in.operand(first));
        Slot b = code.slot(in, in.operand(first + 1), type);
        Slot c = in.operands().size() > first + 2 ? code.slot(in, in.operand(first + 2), type) : b;
        Change change = change(in, type);
        int bytes = type.bytes();
        if (!gives) {
            return Action.each((w, k) -> w.memory.change(address.space(), w.memory.aligned(address.of(w, k), bytes, k), bytes, k,
                    old -> change.of(type.widened(old), type.widened(w.get(b, k)), type.widened(w.get(c, k)))));
        }
        Slot to = code.slot(in, in.operand(0), type);
        return Action.each((w, k) -> {
            long before = w.memory.change(address.space(), w.memory.aligned(address.of(w, k), bytes, k), bytes, k,
                    old -> change.of(type.widened(old), type.widened(w.get(b, k)), type.widened(w.get(c, k))));
            w.put(to, k, before);
        });
    }

    private static Change change(Instruction in, Type type) {
        if (in.has("add")) {
            return switch (type) {
                case F32 -> (old, b, c) -> Floats.bits(Floats.f((int) old) + Floats.f((int) b));
                case F64 -> (old, b, c) -> Floats.bits(Floats.d(old) + Floats.d(b));
                case F16 -> (old, b, c) -> Halves.bits(Halves.f((int) old) + Halves.f((int) b));
                case F16X2 -> (old, b, c) -> Halves.bits(Halves.f((int) old & 0xffff) + Halves.f((int) b & 0xffff))
                        | (long) Halves.bits(Halves.f((int) old >>> 16) + Halves.f((int) b >>> 16)) << 16;
                case BF16, BF16X2 -> throw in.wrong("is not interpreted");
                default -> (old, b, c) -> old + b;
            };
        }
        if (type.floating()) throw in.wrong("is not known on floats");
        boolean signed = type.signed();
        if (in.has("min")) return (old, b, c) -> (signed ? Long.compare(b, old) : Long.compareUnsigned(b, old)) < 0 ? b : old;
        if (in.has("max")) return (old, b, c) -> (signed ? Long.compare(b, old) : Long.compareUnsigned(b, old)) > 0 ? b : old;
        if (in.has("and")) return (old, b, c) -> old & b;
        if (in.has("or")) return (old, b, c) -> old | b;
        if (in.has("xor")) return (old, b, c) -> old ^ b;
        if (in.has("exch")) return (old, b, c) -> b;
        if (in.has("cas")) return (old, b, c) -> old == b ? c : old;
        if (in.has("inc")) return (old, b, c) -> Long.compareUnsigned(old, b) >= 0 ? 0 : old + 1;
        if (in.has("dec")) return (old, b, c) -> old == 0 || Long.compareUnsigned(old, b) > 0 ? b : old - 1;
        throw in.wrong("says not what to do");
    }
}
