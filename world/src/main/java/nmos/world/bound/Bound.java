package nmos.world.bound;

import java.util.List;
import nmos.policy.Facts;

/// No placement within the budgets gives passes that follow each other faster than one in `passNs`, and `limitedBy` is
/// the resource that says so: a hop ("SSD -> RAM") or the chain of computes ("compute in VRAM").
///
/// A true bound: shards may be cut anywhere and rest or be computed in any tier, the head too; nothing streamed needs a
/// slot; transfers have no latency, and activations move for free. KV, reserved space and the limits on what may rest in a
/// tier do count. It is a bound on the time from one pass's end to the next one's in a steady state: one pass alone can be
/// faster when slots were filled while nothing ran.
///
/// Of experts it counts those a pass is to be expected to visit, one row each, as if what of them lies above a hop when a pass begins
/// were always what the pass will need. The more differ from pass to pass the less of that any cache can do, so it is far off where
/// memory holds many of them. It is a bound on the mean of many passes: luck may beat it in few.
public record Bound(long passNs, String limitedBy) {

    /// For passes of so many rows, with at most `pinBytes[t]` of weights resting in tier `t`.
    ///
    /// @throws IllegalArgumentException where the budgets do not even hold the KV
    public static Bound of(Facts facts, List<Long> pinBytes, int rows) {
        Program program = new Program(facts, pinBytes, rows);
        Prices prices = program.prices();
        return new Bound(program.leastNs(prices), program.limit(prices));
    }

    /// Tokens per second at most when a pass yields `tau` tokens on average.
    public double tokensPerSec(double tau) {
        return tau * 1e9 / passNs;
    }
}
