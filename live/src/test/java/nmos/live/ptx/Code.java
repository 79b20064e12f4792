package nmos.live.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives registers, numbers and addresses their places while a kernel is put together.
final class Code {
    final List<Program.Constant> constants = new ArrayList<>();
    final List<Program.Special> specials = new ArrayList<>();
    private final Map<Scope.Register, Slot> registers = new HashMap<>();
    private final Map<Object, Slot> shared = new HashMap<>();
    private final Map<Scope.Variable, Long> addresses;
    int ints;
    int longs;
    int truths;

    /// The truth that additions with carry leave for the next.
    final Slot carry;

    /// `addresses`: of variables, each in its own space.
    Code(Map<Scope.Variable, Long> addresses) {
        this.addresses = addresses;
        carry = place(Slot.Kind.TRUTH, 1);
    }

    private Slot place(Slot.Kind kind, int bits) {
        return switch (kind) {
            case TRUTH -> new Slot(kind, truths++, bits);
            case INT -> new Slot(kind, 32 * ints++, bits);
            case LONG -> new Slot(kind, 32 * longs++, bits);
        };
    }

    /// A source or a destination of 32 bits or less: its place.
    int i(Instruction in, Operand operand) {
        return i(in, operand, Type.B32);
    }

    int i(Instruction in, Operand operand, Type type) {
        return of(in, operand, type, Slot.Kind.INT);
    }

    int l(Instruction in, Operand operand) {
        return of(in, operand, Type.B64, Slot.Kind.LONG);
    }

    int truth(Instruction in, Operand operand) {
        return of(in, operand, Type.PRED, Slot.Kind.TRUTH);
    }

    private int of(Instruction in, Operand operand, Type type, Slot.Kind kind) {
        Slot slot = slot(in, operand, type);
        if (slot.kind() != kind) throw in.wrong("an operand has " + slot.bits() + " bits, which do not fit here");
        return slot.at();
    }

    /// `type`: what a number is taken as; registers have their own.
    Slot slot(Instruction in, Operand operand, Type type) {
        return switch (operand) {
            case Operand.Literal literal -> constant(type, bits(literal, type));
            case Operand.Name name -> named(in, name, type);
            case Operand.Sum sum -> constant(type, address(in, sum.symbol()) + sum.offset());
            case Operand.Address a -> throw in.wrong("an address where a value should be");
            case Operand.Vector v -> throw in.wrong("a vector where one value should be");
            case Operand.Two t -> throw in.wrong("two results where one should be");
            case Operand.Not n -> throw in.wrong("a negation where none is known");
            case Operand.Listed l -> throw in.wrong("a list where one value should be");
        };
    }

    static long bits(Operand.Literal literal, Type type) {
        return switch (literal.form()) {
            case INTEGER -> literal.bits();
            case SINGLE -> type == Type.F64 ? Double.doubleToRawLongBits(Float.intBitsToFloat((int) literal.bits())) : literal.bits();
            case DOUBLE -> type == Type.F32
                    ? Float.floatToRawIntBits((float) Double.longBitsToDouble(literal.bits()))
                    : literal.bits();
        };
    }

    Slot constant(Type type, long bits) {
        Slot.Kind kind = Slot.kind(type);
        long cut = type == Type.PRED ? (bits == 0 ? 0 : 1) : type.bits >= 64 ? bits : bits & (1L << type.bits) - 1;
        return shared.computeIfAbsent(List.of(kind, cut), k -> {
            Slot slot = place(kind, kind == Slot.Kind.LONG ? 64 : kind == Slot.Kind.INT ? 32 : 1);
            constants.add(new Program.Constant(slot, cut));
            return slot;
        });
    }

    private Slot named(Instruction in, Operand.Name name, Type type) {
        if (name.text().equals("_")) return place(Slot.kind(type), type.bits);
        return switch (in.scope().find(name.text())) {
            case Scope.Register register -> registers.computeIfAbsent(register, r -> place(Slot.kind(r.type()), r.type().bits));
            case Scope.Variable variable -> constant(type, address(in, name));
            case null -> special(in, name.text());
            case Object other -> throw in.wrong(name.text() + " is no value");
        };
    }

    Scope.Variable variable(Instruction in, Operand.Name name) {
        if (in.scope().find(name.text()) instanceof Scope.Variable variable) return variable;
        throw in.wrong(name.text() + " is no variable");
    }

    long address(Instruction in, Operand.Name name) {
        return address(variable(in, name));
    }

    long address(Scope.Variable variable) {
        Long address = addresses.get(variable);
        if (address == null) throw new PtxException(variable.name() + " has no place");
        return address;
    }

    private Slot special(Instruction in, String name) {
        Program.Value value = switch (name) {
            case "%tid.x" -> (w, lane) -> w.thread(lane)[0];
            case "%tid.y" -> (w, lane) -> w.thread(lane)[1];
            case "%tid.z" -> (w, lane) -> w.thread(lane)[2];
            case "%ntid.x" -> (w, lane) -> w.block.threads.x();
            case "%ntid.y" -> (w, lane) -> w.block.threads.y();
            case "%ntid.z" -> (w, lane) -> w.block.threads.z();
            case "%ctaid.x" -> (w, lane) -> w.block.place[0];
            case "%ctaid.y" -> (w, lane) -> w.block.place[1];
            case "%ctaid.z" -> (w, lane) -> w.block.place[2];
            case "%nctaid.x" -> (w, lane) -> w.block.grid.x();
            case "%nctaid.y" -> (w, lane) -> w.block.grid.y();
            case "%nctaid.z" -> (w, lane) -> w.block.grid.z();
            case "%laneid" -> (w, lane) -> lane;
            case "%warpid" -> (w, lane) -> w.index;
            case "%lanemask_eq" -> (w, lane) -> 1 << lane;
            case "%lanemask_lt" -> (w, lane) -> (1 << lane) - 1;
            case "%lanemask_le" -> (w, lane) -> (1 << lane) - 1 | 1 << lane;
            case "%lanemask_gt" -> (w, lane) -> ~((1 << lane) - 1 | 1 << lane);
            case "%lanemask_ge" -> (w, lane) -> ~((1 << lane) - 1);
            case "%dynamic_smem_size" -> (w, lane) -> w.block.dynamicBytes;
            case "WARP_SZ" -> (w, lane) -> 32;
            default -> throw in.wrong(name + " is not known");
        };
        return shared.computeIfAbsent(name, n -> {
            Slot slot = place(Slot.Kind.INT, 32);
            specials.add(new Program.Special(slot, value));
            return slot;
        });
    }
}
