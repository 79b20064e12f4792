package nmos.live.ptx;

/// Where a warp keeps a register: 32 places in a row for its lanes, of 32 or of 64 bits, or one number whose bits are the lanes' truth.
/// 8 and 16 bits lie in 32, with zeros above them.
record Slot(Kind kind, int at, int bits) {
    enum Kind {
        TRUTH,
        INT,
        LONG
    }

    static Kind kind(Type type) {
        if (type == Type.PRED) return Kind.TRUTH;
        return type.bits == 64 ? Kind.LONG : Kind.INT;
    }
}
