package nmos.live.ptx;

import org.jspecify.annotations.Nullable;

/// An action, for the lanes whose predicate says so; `guard` of -1: for all.
final class Step {
    final int line;
    final int guard;
    final boolean negated;
    final Action action;
    /// The action, where it is one that goes on with the next step.
    final Action.@Nullable Op op;

    Step(int line, int guard, boolean negated, Action action) {
        this.line = line;
        this.guard = guard;
        this.negated = negated;
        this.action = action;
        this.op = action instanceof Action.Op work ? work : null;
    }
}
