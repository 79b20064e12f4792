package nmos.policy.placement;

import java.util.Arrays;

/// Where along the chain the shards computed below the apex lie, for the least time spent on moving activations between
/// tiers. What matters is only how many of each class are computed where, so the shards of one class are free to trade.
///
/// Exact: a walk along the chain over (how many of each class are already taken, tier computed in last). Where that would
/// be more than [#STEPS] steps, the [steady][#steady] order stands.
final class Layout {
    private static final int STEPS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Chain chain;
    /// Shards of class `c` computed in tier `b`.
    private final int[][] computed;

    private Layout(Chain chain, int[][] computed) {
        this.chain = chain;
        this.computed = computed;
    }

    /// The tier of every shard, with the least switching.
    static int[] of(Chain chain, int[][] computed) {
        return new Layout(chain, computed).best();
    }

    /// The tier of every shard, each where the one before it is as long as its class allows, and lowest tier first.
    static int[] steady(Chain chain, int[][] computed) {
        int[][] left = new int[computed.length][];
        for (int c = 0; c < left.length; c++) {
            left[c] = computed[c].clone();
        }
        int[] compute = new int[chain.classOf().length];
        int tier = 0;
        for (int s = 0; s < compute.length; s++) {
            int[] available = left[chain.classOf()[s]];
            if (available[tier] == 0) {
                tier = 0;
                while (available[tier] == 0) {
                    tier++;
                }
            }
            available[tier]--;
            compute[s] = tier;
        }
        return compute;
    }

    /// What moving the activations costs in this order.
    static long switchNs(Chain chain, int[] compute) {
        long ns = 0;
        for (int s = 1; s < compute.length; s++) {
            ns = Math.addExact(ns, chain.switchNs()[compute[s - 1]][compute[s]]);
        }
        return ns;
    }

    private int[] best() {
        int tiers = chain.tiers();
        int shards = chain.classOf().length;
        // A state numbers how many of each (class, tier below the apex) are taken, in mixed radix.
        int[][] radix = new int[chain.classes()][tiers];
        long states = 1;
        for (int c = 0; c < chain.classes(); c++) {
            for (int b = 0; b < chain.apex(); b++) {
                radix[c][b] = (int) states;
                states = Math.multiplyExact(states, computed[c][b] + 1L);
                if (states * tiers * shards > STEPS) {
                    return steady(chain, computed);
                }
            }
        }
        return walk((int) states, radix);
    }

    private int[] walk(int states, int[][] radix) {
        int tiers = chain.tiers();
        int shards = chain.classOf().length;
        long[] cost = new long[states * tiers];
        Arrays.fill(cost, NEVER);
        byte[][] before = new byte[shards][states * tiers];
        int[] seen = new int[chain.classes()];
        for (int s = 0; s < shards; s++) {
            int c = chain.classOf()[s];
            long[] next = new long[cost.length];
            Arrays.fill(next, NEVER);
            for (int at = 0; at < cost.length; at++) {
                if (s == 0 ? at > 0 : cost[at] == NEVER) {
                    continue;
                }
                int state = at / tiers;
                int last = at % tiers;
                int below = 0;
                for (int b = 0; b < chain.apex(); b++) {
                    int taken = computed[c][b] == 0 ? 0 : state / radix[c][b] % (computed[c][b] + 1);
                    below += taken;
                    if (taken < computed[c][b]) {
                        step(s, cost[at], last, (state + radix[c][b]) * tiers + b, at, next, before);
                    }
                }
                if (seen[c] - below < computed[c][chain.apex()]) {
                    step(s, cost[at], last, state * tiers + chain.apex(), at, next, before);
                }
            }
            seen[c]++;
            cost = next;
        }
        int at = (states - 1) * tiers;
        for (int b = 1; b < tiers; b++) {
            at = cost[(states - 1) * tiers + b] < cost[at] ? (states - 1) * tiers + b : at;
        }
        int[] compute = new int[shards];
        int state = states - 1;
        int tier = at % tiers;
        for (int s = shards - 1; s >= 0; s--) {
            compute[s] = tier;
            int previous = before[s][state * tiers + tier];
            state -= tier == chain.apex() ? 0 : radix[chain.classOf()[s]][tier];
            tier = previous;
        }
        return compute;
    }

    private void step(int s, long cost, int last, int to, int from, long[] next, byte[][] before) {
        int tiers = chain.tiers();
        long now = s == 0 ? 0 : cost + chain.switchNs()[last][to % tiers];
        if (now < next[to]) {
            next[to] = now;
            before[s][to] = (byte) (from % tiers);
        }
    }
}
