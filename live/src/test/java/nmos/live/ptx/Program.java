package nmos.live.ptx;

import java.util.List;

/// A kernel with all functions it calls, in one row of steps: a function before those that call it, so that of lanes which part, those
/// deeper in calls are at lower steps. Lanes at the lowest step run first, and so come together where their ways meet.
record Program(
        String name,
        Step[] steps,
        int start,
        int ints,
        int longs,
        int truths,
        int functions,
        List<Constant> constants,
        List<Special> specials,
        long localBytes,
        long sharedBytes,
        long paramBytes,
        Function.Demands demands) {
    record Constant(Slot slot, long bits) {}

    /// A register that the hardware fills.
    record Special(Slot slot, Value value) {}

    interface Value {
        int of(Warp warp, int lane);
    }
}
