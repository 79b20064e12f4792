package nmos.live.ptx;

import java.util.List;
import java.util.Map;

/// A kernel or a function that kernels call. `labels`: the instruction each stands before.
record Function(
        String name,
        int line,
        boolean entry,
        List<Scope.Variable> results,
        List<Scope.Variable> parameters,
        List<Scope.Variable> variables,
        List<Instruction> body,
        Map<Scope.Label, Integer> labels,
        Demands demands) {
    /// What it says of the blocks it wants; 0 where nothing is said.
    record Demands(long mostThreads, long threads) {
        static final Demands NONE = new Demands(0, 0);
    }
}
