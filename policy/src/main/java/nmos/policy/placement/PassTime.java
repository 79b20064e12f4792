package nmos.policy.placement;

import java.util.Arrays;
import nmos.policy.Arithmetic;
import nmos.policy.Facts;

/// What a steady, warm, double-buffered pass takes under a plan: hops and the chain of computes run side by side, so the
/// slowest of them is the pass.
///
/// `hopNs[h]` is the time hop `h` is busy with weights, `computeNs` the computes one after the other, with the moves of
/// activations wherever the place of computation changes, and with the journeys of experts, which nobody knows to be needed
/// before their layer is computed.
public record PassTime(long[] hopNs, long computeNs) {
    private static final int PPM = 1_000_000;

    /// Of a plan that keeps its homes; a cache ([Plan#caches]) is taken to hit nothing, as a cyclic scan makes it. Experts count by
    /// the chance that a pass of so many rows visits them, and those of a layer that are computed elsewhere as one journey there.
    public static PassTime of(Facts facts, Plan plan, int rows) {
        long[] hopNs = new long[facts.hops().size()];
        long computeNs = 0;
        int before = plan.compute()[0];
        boolean[] elsewhere = new boolean[facts.tiers().size()];
        for (int s = 0; s < plan.home().length; s++) {
            int tier = plan.compute()[s];
            Facts.Shard shard = facts.shards().get(s);
            if (shard.expert()) {
                computeNs = Math.addExact(computeNs, visit(facts, plan, s, rows, hopNs));
                if (tier != before && !elsewhere[tier]) {
                    elsewhere[tier] = true;
                    computeNs = Math.addExact(
                            computeNs, facts.switchNs(rows, before, tier) + facts.switchNs(rows, tier, before));
                }
                continue;
            }
            for (int h = plan.home()[s]; h < tier; h++) {
                hopNs[h] = Math.addExact(hopNs[h], facts.hops().get(h).ns(shard.bytes()));
            }
            computeNs = Math.addExact(
                    computeNs, Math.addExact(facts.computeNs(s, tier, rows), facts.switchNs(rows, before, tier)));
            before = tier;
            Arrays.fill(elsewhere, false);
        }
        return new PassTime(hopNs, computeNs);
    }

    private static long visit(Facts facts, Plan plan, int s, int rows, long[] hopNs) {
        Facts.Shard shard = facts.shards().get(s);
        int visitedPpm = shard.visits().passPpm(rows);
        long journeyNs = 0;
        for (int h = plan.home()[s]; h < plan.compute()[s]; h++) {
            long ns = Arithmetic.mulDiv(facts.hops().get(h).ns(shard.bytes()), visitedPpm, PPM);
            hopNs[h] = Math.addExact(hopNs[h], ns);
            journeyNs = Math.max(journeyNs, ns);
        }
        long ns = facts.computeNs(s, plan.compute()[s], shard.visits().rowsWhenVisited(rows));
        return Math.addExact(journeyNs, Arithmetic.mulDiv(ns, visitedPpm, PPM));
    }

    public long ns() {
        long most = computeNs;
        for (long ns : hopNs) {
            most = Math.max(most, ns);
        }
        return most;
    }
}
