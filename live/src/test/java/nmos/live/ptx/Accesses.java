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
        return Lanes.made(Loads.class, List.of(address.space(), address.base().kind(), type, to.length, to[0].kind()), address, to, type);
    }

    /// Of one kind of memory, one type and one number of values at a time: a copy for each.
    static final class Loads extends Action.Op {
        private final Scope.Space space;
        private final Slot base;
        private final long offset;
        private final Slot[] to;
        private final Type type;

        Loads(Address address, Slot[] to, Type type) {
            space = address.space();
            base = address.base();
            offset = address.offset();
            this.to = to;
            this.type = type;
        }

        @Override
        void run(Warp w, int mask) {
            int bytes = type.bytes();
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                long at = w.memory.aligned(w.get(base, k) + offset, bytes * to.length, k);
                for (int i = 0; i < to.length; i++) {
                    long from = at + (long) i * bytes;
                    boolean global = space == Scope.Space.GLOBAL || (space == Scope.Space.GENERIC && from >>> 56 == 0);
                    long raw = global ? w.memory.loadGlobal(from, bytes, k) : w.memory.load(space, from, bytes, k);
                    w.put(to[i], k, type.widened(raw));
                }
            }
        }
    }

    static Action.Op store(Code code, Instruction in) {
        in.only(KNOWN.toArray(String[]::new));
        Type type = in.type();
        Address address = Address.of(code, in, in.operand(0));
        if (address.space() == Scope.Space.CONST || address.space() == Scope.Space.PARAM) throw in.wrong("cannot be written to");
        Slot[] from = slots(code, in, in.operand(1), type);
        return Lanes.made(Stores.class, List.of("store", address.space(), address.base().kind(), type, from.length, from[0].kind()), address, from, type);
    }

    static final class Stores extends Action.Op {
        private final Address address;
        private final Slot[] from;
        private final int bytes;

        Stores(Address address, Slot[] from, Type type) {
            this.address = address;
            this.from = from;
            bytes = type.bytes();
        }

        @Override
        void run(Warp w, int mask) {
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                long at = w.memory.aligned(address.of(w, k), bytes * from.length, k);
                for (int i = 0; i < from.length; i++) w.memory.store(address.space(), at + (long) i * bytes, bytes, w.get(from[i], k), k);
            }
        }
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
