package nmos.live.ptx;

/// Which instruction is what.
final class Operations {
    private Operations() {}

    /// All but those that say which step is next.
    static Action of(Code code, Instruction in) {
        return switch (in.opcode()) {
            case "add", "sub" -> in.has("cc") ? Truths.carried(code, in) : arithmetic(code, in);
            case "addc", "subc" -> Truths.carried(code, in);
            case "mul", "mad" -> in.has("wide") ? Integers.wide(code, in) : arithmetic(code, in);
            case "and", "or", "xor", "not" -> in.type() == Type.PRED ? Truths.logic(code, in) : Integers.op(code, in);
            case "fma", "div", "rem", "min", "max", "neg", "abs" -> arithmetic(code, in);
            case "rcp", "sqrt", "rsqrt", "ex2", "lg2", "sin", "cos", "tanh", "copysign" -> arithmetic(code, in);
            case "mul24", "mad24", "sad", "cnot", "shl", "shr", "popc", "clz", "brev", "bfe", "bfind", "shf", "prmt" ->
                Integers.op(code, in);
            case "bfi" -> Fields.insertion(code, in);
            case "lop3" -> Fields.lop3(code, in);
            case "dp4a", "dp2a" -> Fields.dot(code, in);
            case "vabsdiff4" -> Fields.differences(code, in);
            case "setp" -> Truths.setp(code, in);
            case "set" -> Truths.set(code, in);
            case "selp" -> Truths.selp(code, in);
            case "testp" -> Floats.testp(code, in);
            case "mov" -> in.type() == Type.PRED ? Truths.logic(code, in) : Moves.mov(code, in);
            case "cvt" -> Conversions.op(code, in);
            case "cvta" -> Moves.cvta(code, in);
            case "isspacep" -> Moves.isspacep(code, in);
            case "ld", "ldu" -> Accesses.load(code, in);
            case "st" -> Accesses.store(code, in);
            case "atom", "red" -> Atomics.op(code, in);
            case "shfl", "vote", "match", "redux", "activemask" -> Collectives.op(code, in);
            case "bar", "barrier" -> Collectives.barrier(code, in);
            case "mma" -> new Action.Together(everyone(code), Matrices.mma(code, in));
            case "ldmatrix" -> new Action.Together(everyone(code), Matrices.ldmatrix(code, in));
            case "membar", "fence", "prefetch", "prefetchu", "nanosleep", "discard", "applypriority" -> Action.whole((w, mask) -> {});
            case "trap" -> Action.each((w, lane) -> {
                throw new Fault(lane, "ran into a trap");
            });
            default -> throw in.wrong("is not interpreted");
        };
    }

    static int everyone(Code code) {
        return code.constant(Type.B32, -1).at();
    }

    private static Action.Op arithmetic(Code code, Instruction in) {
        return switch (in.type()) {
            case F32, F64 -> Floats.op(code, in);
            case F16, F16X2, BF16, BF16X2 -> Halves.op(code, in);
            case PRED -> throw in.wrong("is not known on predicates");
            default -> Integers.op(code, in);
        };
    }

}
