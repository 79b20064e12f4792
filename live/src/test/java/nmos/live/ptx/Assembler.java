package nmos.live.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts a kernel and all functions that it calls together to a [Program].
final class Assembler {
    /// A call is three steps: what is handed over, the call, what comes back.
    private static final int CALL_STEPS = 3;

    private final Map<String, Function> functions;
    private final List<String> externals;
    private final Map<Scope.Variable, Long> addresses = new HashMap<>();
    private final Map<Function, Integer> starts = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private long localBytes;
    private long sharedBytes;
    private long paramBytes;

    /// `variables`: of the module, in global and constant memory.
    Assembler(Map<String, Function> functions, List<String> externals, Map<Scope.Variable, Long> variables) {
        this.functions = functions;
        this.externals = externals;
        addresses.putAll(variables);
    }

    Program program(Function entry) {
        order(entry, new LinkedHashSet<>());
        List<Function> all = List.copyOf(starts.keySet());
        for (Scope.Variable parameter : entry.parameters()) {
            paramBytes = aligned(paramBytes, parameter.align());
            addresses.put(parameter, paramBytes);
            paramBytes += parameter.bytes();
        }
        for (Function function : all) lay(function);
        share(all);
        Code code = new Code(addresses);
        int at = 0;
        for (Function function : all) {
            starts.put(function, at);
            at += length(function);
        }
        for (Function function : all) emit(code, function, all.indexOf(function));
        return new Program(entry.name(), steps.toArray(Step[]::new), start(entry), code.ints, code.longs, code.truths, all.size(), code.constants,
                code.specials, localBytes, sharedBytes, paramBytes, entry.demands());
    }

    /// Those called before those that call.
    private void order(Function function, Set<Function> callers) {
        if (!callers.add(function)) throw new PtxException("line " + function.line() + ": " + function.name() + " calls itself, which is not interpreted");
        for (Instruction in : function.body()) {
            if (!in.opcode().equals("call")) continue;
            Function called = functions.get(callee(in));
            if (called != null && !starts.containsKey(called)) order(called, callers);
        }
        callers.remove(function);
        starts.put(function, 0);
    }

    private static String callee(Instruction in) {
        for (Operand operand : in.operands()) if (operand instanceof Operand.Name name) return name.text();
        throw in.wrong("calls nothing by name");
    }

    private int start(Function function) {
        Integer start = starts.get(function);
        if (start == null) throw new AssertionError(function.name());
        return start;
    }

    private static long aligned(long at, int align) {
        return (at + align - 1) / align * align;
    }

    /// Nothing calls itself, so each function's local variables and parameters have one place.
    private void lay(Function function) {
        List<Scope.Variable> own = new ArrayList<>(function.variables());
        if (!function.entry()) {
            own.addAll(function.parameters());
            own.addAll(function.results());
        }
        for (Scope.Variable variable : own) {
            if (variable.space() != Scope.Space.LOCAL) continue;
            localBytes = aligned(localBytes, Math.max(variable.align(), 16));
            addresses.put(variable, localBytes);
            localBytes += variable.bytes();
        }
    }

    /// Shared memory for what is named; what the launch sizes comes last.
    private void share(List<Function> all) {
        Set<Scope.Variable> named = new LinkedHashSet<>();
        for (Function function : all) {
            for (Instruction in : function.body()) in.operands().forEach(operand -> shared(in, operand, named));
        }
        for (Scope.Variable variable : named) {
            if (variable.bytes() < 0) continue;
            sharedBytes = aligned(sharedBytes, variable.align());
            addresses.put(variable, sharedBytes);
            sharedBytes += variable.bytes();
        }
        for (Scope.Variable variable : named) {
            if (variable.bytes() >= 0) continue;
            sharedBytes = aligned(sharedBytes, Math.max(variable.align(), 16));
            addresses.put(variable, sharedBytes);
        }
    }

    private static void shared(Instruction in, Operand operand, Set<Scope.Variable> named) {
        Operand.Name name = switch (operand) {
            case Operand.Name n -> n;
            case Operand.Sum sum -> sum.symbol();
            case Operand.Address a -> a.base();
            case Operand.Literal l -> null;
            case Operand.Vector v -> null;
            case Operand.Two t -> null;
            case Operand.Not n -> null;
            case Operand.Listed l -> null;
        };
        if (name != null && in.scope().find(name.text()) instanceof Scope.Variable v && v.space() == Scope.Space.SHARED) named.add(v);
    }

    private static int length(Function function) {
        int length = 1;
        for (Instruction in : function.body()) length += in.opcode().equals("call") ? CALL_STEPS : 1;
        return length;
    }

    private void emit(Code code, Function function, int number) {
        int[] places = new int[function.body().size() + 1];
        int at = start(function);
        for (int i = 0; i < function.body().size(); i++) {
            places[i] = at;
            at += function.body().get(i).opcode().equals("call") ? CALL_STEPS : 1;
        }
        places[function.body().size()] = at;
        Action end = function.entry() ? new Action.End() : new Action.Back(number);
        for (Instruction in : function.body()) {
            Operand guard = in.guard();
            int predicate = guard == null ? -1 : code.truth(in, guard instanceof Operand.Not not ? not.predicate() : guard);
            boolean negated = guard instanceof Operand.Not;
            for (Action action : actions(code, in, function, places, end)) steps.add(new Step(in.line(), predicate, negated, action));
        }
        steps.add(new Step(function.line(), -1, false, end));
    }

    private List<Action> actions(Code code, Instruction in, Function function, int[] places, Action end) {
        return switch (in.opcode()) {
            case "bra" -> List.of(new Action.Jump(target(in, in.operand(0), function, places)));
            case "brx" -> List.of(table(code, in, function, places));
            case "ret" -> List.of(end);
            case "exit" -> List.of(new Action.End());
            case "call" -> call(code, in);
            default -> List.of(Operations.of(code, in));
        };
    }

    private static int target(Instruction in, Operand operand, Function function, int[] places) {
        if (operand instanceof Operand.Name name && in.scope().find(name.text()) instanceof Scope.Label label) {
            Integer index = function.labels().get(label);
            if (index != null) return places[index];
        }
        throw in.wrong("goes to no label");
    }

    private static Action table(Code code, Instruction in, Function function, int[] places) {
        if (in.operand(1) instanceof Operand.Name name && in.scope().find(name.text()) instanceof List<?> labels) {
            int[] targets = labels.stream().mapToInt(label -> target(in, new Operand.Name(label.toString()), function, places)).toArray();
            return new Action.Table(code.i(in, in.operand(0)), targets);
        }
        throw in.wrong("names no table of labels");
    }

    private List<Action> call(Code code, Instruction in) {
        String name = callee(in);
        if (name.equals("__assertfail") && externals.contains(name)) {
            Action failed = Action.each((w, lane) -> {
                throw new Fault(lane, "found an assertion wrong");
            });
            return List.of(failed, failed, failed);
        }
        Function called = functions.get(name);
        if (called == null) throw in.wrong(name + " has no body here");
        int at = in.operands().indexOf(new Operand.Name(name));
        Action given = copies(in, at + 1 < in.operands().size() ? listed(in, in.operand(at + 1)) : List.of(), called.parameters(), true, code);
        Action taken = copies(in, at > 0 ? listed(in, in.operand(0)) : List.of(), called.results(), false, code);
        return List.of(given, new Action.Call(start(called), List.copyOf(starts.keySet()).indexOf(called)), taken);
    }

    private static List<Operand> listed(Instruction in, Operand operand) {
        if (operand instanceof Operand.Listed list) return list.parts();
        throw in.wrong("has something else where a list should be");
    }

    private static Action.Op copies(Instruction in, List<Operand> here, List<Scope.Variable> there, boolean given, Code code) {
        if (here.size() != there.size()) throw in.wrong("hands over " + here.size() + " where " + there.size() + " are wanted");
        List<Action.Op> copies = new ArrayList<>();
        copies.add(Action.whole((w, mask) -> {}));
        for (int i = 0; i < here.size(); i++) {
            if (!(here.get(i) instanceof Operand.Name name)) throw in.wrong("hands over something without a name");
            Scope.Variable mine = code.variable(in, name);
            if (mine.space() != Scope.Space.LOCAL || mine.bytes() != there.get(i).bytes()) throw in.wrong("hands over " + name.text() + ", which does not fit");
            long a = code.address(mine);
            long b = code.address(there.get(i));
            copies.add(Action.each((w, k) -> {
                for (long j = 0; j < mine.bytes(); j++) {
                    w.memory.store(Scope.Space.LOCAL, (given ? b : a) + j, 1, w.memory.load(Scope.Space.LOCAL, (given ? a : b) + j, 1, k), k);
                }
            }));
        }
        return Action.all(copies);
    }
}
