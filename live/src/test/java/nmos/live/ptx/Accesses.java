package nmos.live.ptx;

import java.util.List;

/// `ld` and `st` of any memory. Hints about caches change nothing here.
final class Accesses {
    private static final List<String> KNOWN = List.of("weak", "volatile", "relaxed", "acquire", "release", "cta", "cluster", "gpu", "sys", "global",
            "const", "shared", "local", "param", "ca", "cg", "cs", "lu", "cv", "wb", "wt", "nc", "v2", "v4", "L1::evict_normal",
            "L1::evict_unchanged", "L1::evict_first", "L1::evict_last", "L1::no_allocate", "L2::64B", "L2::128B", "L2::256B", "shared::cta");

    private Accesses() {}

    static Action.Op load(Code code, Instruction in) {
        in.only(KNOWN.toArray(String[]::new));
        Type type = in.type();
        Address address = Address.of(code, in, in.operand(1));
        Slot[] to = slots(code, in, in.operand(0), type);
        int bytes = type.bytes();
        if (to.length == 1 && (address.space() == Scope.Space.GLOBAL || address.space() == Scope.Space.CONST)) {
            return fromGlobal(address, to[0], type);
        }
        return Action.each((w, k) -> {
            long at = w.aligned(address.of(w, k), bytes * to.length, k);
            for (int i = 0; i < to.length; i++) w.put(to[i], k, type.widened(w.load(address.space(), at + (long) i * bytes, bytes, k)));
        });
    }

    private static Action.Op fromGlobal(Address address, Slot to, Type type) {
        int bytes = type.bytes();
        return Action.whole((w, mask) -> {
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                w.put(to, k, type.widened(w.loadGlobal(w.aligned(address.of(w, k), bytes, k), bytes, k)));
            }
        });
    }

    static Action.Op store(Code code, Instruction in) {
        in.only(KNOWN.toArray(String[]::new));
        Type type = in.type();
        Address address = Address.of(code, in, in.operand(0));
        if (address.space() == Scope.Space.CONST || address.space() == Scope.Space.PARAM) throw in.wrong("cannot be written to");
        Slot[] from = slots(code, in, in.operand(1), type);
        int bytes = type.bytes();
        return Action.each((w, k) -> {
            long at = w.aligned(address.of(w, k), bytes * from.length, k);
            for (int i = 0; i < from.length; i++) w.store(address.space(), at + (long) i * bytes, bytes, w.get(from[i], k), k);
        });
    }

    private static Slot[] slots(Code code, Instruction in, Operand operand, Type type) {
        if (operand instanceof Operand.Vector vector) {
            int wanted = in.has("v2") ? 2 : in.has("v4") ? 4 : 1;
            if (vector.parts().size() != wanted) throw in.wrong("has a vector of another length");
            return vector.parts().stream().map(part -> code.slot(in, part, type)).toArray(Slot[]::new);
        }
        return new Slot[] {code.slot(in, operand, type)};
    }
}
