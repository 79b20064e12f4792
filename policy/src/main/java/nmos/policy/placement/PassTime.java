package nmos.policy.placement;

import nmos.policy.Facts;

/// What a steady, warm, double-buffered pass takes under a plan: hops and the chain of computes run side by side, so the
/// slowest of them is the pass.
///
/// `hopNs[h]` is the time hop `h` is busy with weights, `computeNs` the computes one after the other, with the moves of
/// activations wherever the place of computation changes.
public record PassTime(long[] hopNs, long computeNs) {

    /// Of a plan that keeps its homes; a cache ([Plan#caches]) is taken to hit nothing, as a cyclic scan makes it.
    public static PassTime of(Facts facts, Plan plan, int rows) {
        long[] hopNs = new long[facts.hops().size()];
        long computeNs = 0;
        for (int s = 0; s < plan.home().length; s++) {
            int tier = plan.compute()[s];
            for (int h = plan.home()[s]; h < tier; h++) {
                hopNs[h] = Math.addExact(hopNs[h], facts.hops().get(h).ns(facts.shards().get(s).bytes()));
            }
            int before = s == 0 ? tier : plan.compute()[s - 1];
            computeNs = Math.addExact(
                    computeNs, Math.addExact(facts.computeNs(s, tier, rows), switchNs(facts, rows, before, tier)));
        }
        return new PassTime(hopNs, computeNs);
    }

    /// Time to carry the activations of `rows` rows from one tier to another; 0 where it is the same.
    public static long switchNs(Facts facts, int rows, int from, int to) {
        if (from == to) {
            return 0;
        }
        long bytes = Math.multiplyExact(rows, facts.kv().activationBytesPerRow());
        long ns = facts.kv().switchLatencyNs();
        for (int h = Math.min(from, to); h < Math.max(from, to); h++) {
            ns = Math.addExact(ns, facts.hops().get(h).ns(bytes));
        }
        return ns;
    }

    public long ns() {
        long most = computeNs;
        for (long ns : hopNs) {
            most = Math.max(most, ns);
        }
        return most;
    }
}
