package nmos.live.ptx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names between two braces, over those of what is around them.
final class Scope {
    /// A register, one object for each that is declared.
    record Register(Type type, int number) {}

    enum Space {
        GLOBAL,
        CONST,
        SHARED,
        LOCAL,
        /// Of a kernel: what its launch hands over.
        PARAM,
        GENERIC
    }

    /// `bytes` of -1: as many as the launch gives. `number` tells equal ones apart.
    record Variable(String name, Space space, int align, long bytes, int number) {}

    record Label(String name, int number) {}

    private final @Nullable Scope outer;
    private final Map<String, Object> names = new HashMap<>();
    private final Map<String, Type> families = new HashMap<>();
    private final Map<String, Integer> familySizes = new HashMap<>();
    private final int[] counter;

    Scope(@Nullable Scope outer) {
        this.outer = outer;
        this.counter = outer == null ? new int[1] : outer.counter;
    }

    void register(String name, Type type) {
        names.put(name, new Register(type, counter[0]++));
    }

    /// `%r<10>`: `%r0` to `%r9`.
    void registers(String prefix, int count, Type type) {
        families.put(prefix, type);
        familySizes.put(prefix, count);
    }

    Variable variable(String name, Space space, int align, long bytes) {
        Variable variable = new Variable(name, space, align, bytes, counter[0]++);
        names.put(name, variable);
        return variable;
    }

    Label label(String name) {
        Label label = new Label(name, counter[0]++);
        names.put(name, label);
        return label;
    }

    /// A jump table: the labels it names.
    void table(String name, List<String> labels) {
        names.put(name, labels);
    }

    @Nullable Object find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object found = scope.names.get(name);
            if (found == null) found = scope.member(name);
            if (found != null) return found;
        }
        return null;
    }

    private @Nullable Object member(String name) {
        int digits = name.length();
        while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) digits--;
        if (digits == name.length()) return null;
        String prefix = name.substring(0, digits);
        Type type = families.get(prefix);
        Integer size = familySizes.get(prefix);
        if (type == null || size == null || Long.parseLong(name.substring(digits)) >= size) return null;
        register(name, type);
        return names.get(name);
    }
}
