package nmos.live.ptx;

/// Where an access goes, for each lane. Of a generic address the uppermost byte says which kind of memory it is in; no memory of a host lies so high.
record Address(Scope.Space space, Slot base, long offset) {
    static final long SHARED = 1L << 56;
    static final long LOCAL = 2L << 56;
    static final long PARAM = 3L << 56;

    static Address of(Code code, Instruction in, Operand operand) {
        if (!(operand instanceof Operand.Address a)) throw in.wrong("wants an address in brackets");
        Scope.Space space = in.has("global") ? Scope.Space.GLOBAL
                : in.has("const") ? Scope.Space.CONST
                : in.has("shared") ? Scope.Space.SHARED
                : in.has("local") ? Scope.Space.LOCAL
                : in.has("param") ? Scope.Space.PARAM
                : Scope.Space.GENERIC;
        if (a.base() == null) return new Address(space, code.constant(Type.B64, 0), a.offset());
        Object named = in.scope().find(a.base().text());
        if (named instanceof Scope.Variable variable) {
            return new Address(variable.space(), code.constant(Type.B64, code.address(in, a.base())), a.offset());
        }
        Slot base = code.slot(in, a.base(), Type.B64);
        if (base.kind() == Slot.Kind.TRUTH) throw in.wrong("a predicate is no address");
        return new Address(space, base, a.offset());
    }

    long of(Warp warp, int lane) {
        return warp.get(base, lane) + offset;
    }
}
