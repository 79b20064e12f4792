package nmos.live.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an instruction works on, as written.
sealed interface Operand {
    /// A register, a variable, a label or a function; what it is, its scope knows.
    record Name(String text) implements Operand {}

    record Literal(long bits, Form form) implements Operand {}

    enum Form {
        INTEGER,
        SINGLE,
        DOUBLE
    }

    /// `symbol+4` where a value is wanted.
    record Sum(Name symbol, long offset) implements Operand {}

    /// `[base+offset]`; without a base, an address in full.
    record Address(@Nullable Name base, long offset) implements Operand {}

    record Vector(List<Operand> parts) implements Operand {}

    /// `a|p`: two results.
    record Two(Operand first, Operand second) implements Operand {}

    /// `!p`.
    record Not(Operand predicate) implements Operand {}

    /// `(a, b)`: what a call gives and takes.
    record Listed(List<Operand> parts) implements Operand {}
}
