package nmos.live.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a step does: works on lanes, or says which step is next.
sealed interface Action {
    /// Done for the lanes whose bits are set, all of which go on with the next step.
    abstract non-sealed class Op implements Action {
        abstract void run(Warp warp, int mask);
    }

    record Jump(int target) implements Action {}

    record Table(int index, int[] targets) implements Action {}

    /// `function`: where lanes keep the step that they come back to.
    record Call(int target, int function) implements Action {}

    record Back(int function) implements Action {}

    record End() implements Action {}

    /// All threads of the block come here, or `threads` of them. `waits`: not so for those that only say they were here.
    record Barrier(int id, int threads, boolean waits, @Nullable Reduction reduction) implements Action {}

    /// What a barrier tells all of what each brought: a truth, to a truth or to a count.
    record Reduction(String kind, int predicate, boolean negated, Slot result) {}

    /// Done by the lanes of a warp that `members` (a place of 32 bits) names, together: those that come first wait.
    record Together(int members, Op op) implements Action {}

    static Op each(Lane lane) {
        return new Op() {
            @Override
            void run(Warp warp, int mask) {
                for (int m = mask; m != 0; m &= m - 1) lane.run(warp, Integer.numberOfTrailingZeros(m));
            }
        };
    }

    static Op whole(Whole whole) {
        return new Op() {
            @Override
            void run(Warp warp, int mask) {
                whole.run(warp, mask);
            }
        };
    }

    static Op all(List<Op> ops) {
        Op[] array = ops.toArray(Op[]::new);
        return array.length == 1 ? array[0] : whole((warp, mask) -> {
            for (Op op : array) op.run(warp, mask);
        });
    }

    interface Lane {
        void run(Warp warp, int lane);
    }

    interface Whole {
        void run(Warp warp, int mask);
    }
}
