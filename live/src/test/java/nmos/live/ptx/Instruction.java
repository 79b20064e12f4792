package nmos.live.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a body: the words of its opcode without the dots, and what it works on. `guard` is a name or a [Operand.Not].
record Instruction(int line, @Nullable Operand guard, List<String> words, List<Operand> operands, Scope scope) {
    String opcode() {
        return words.getFirst();
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /// Types in the order in which they are named.
    List<Type> types() {
        List<Type> types = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            Type type = Type.of(word);
            if (type != null) types.add(type);
        }
        return types;
    }

    /// The last type named.
    Type type() {
        List<Type> types = types();
        if (types.isEmpty()) throw wrong("names no type");
        return types.getLast();
    }

    Operand operand(int index) {
        if (index >= operands.size()) throw wrong("wants more operands");
        return operands.get(index);
    }

    /// All words but these, and types, are refused: what is not known might matter.
    void only(String... known) {
        List<String> fine = Arrays.asList(known);
        for (String word : words.subList(1, words.size())) {
            if (Type.of(word) == null && !fine.contains(word)) throw wrong("." + word + " is not known here");
        }
    }

    PtxException wrong(String why) {
        return new PtxException("line " + line + ": " + String.join(".", words) + ": " + why);
    }
}
