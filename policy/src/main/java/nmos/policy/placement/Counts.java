package nmos.policy.placement;

import java.util.Arrays;

/// How many shards of each class rest where and are computed where: `of[c][compute][home]`. All that matters of a
/// placement but the order along the chain.
record Counts(int[][][] of) {

    static Counts of(Chain chain, int[] home, int[] compute) {
        int tiers = chain.tiers();
        int[][][] of = new int[chain.classes()][tiers][tiers];
        for (int s = 0; s < home.length; s++) {
            of[chain.classOf()[s]][compute[s]][home[s]]++;
        }
        return new Counts(of);
    }

    /// How many shards of each class are computed in each tier.
    int[][] computed() {
        int[][] computed = new int[of.length][];
        for (int c = 0; c < of.length; c++) {
            computed[c] = Arrays.stream(of[c]).mapToInt(homes -> Arrays.stream(homes).sum()).toArray();
        }
        return computed;
    }

    /// Gives every shard of a chain whose places of computation are known its home, so that shards of different homes
    /// follow each other as evenly as the counts allow: both hops then always have work.
    ///
    /// Among the shards computed in one tier each home earns its share at every step and pays a whole when it is taken;
    /// the richest home that the shard's class still has is next.
    int[] spread(Chain chain, int[] compute) {
        int tiers = chain.tiers();
        int[][][] left = new int[of.length][tiers][];
        int[][] share = new int[tiers][tiers];
        int[] whole = new int[tiers];
        for (int c = 0; c < of.length; c++) {
            for (int b = 0; b < tiers; b++) {
                left[c][b] = of[c][b].clone();
                for (int a = 0; a < tiers; a++) {
                    share[b][a] += of[c][b][a];
                    whole[b] += of[c][b][a];
                }
            }
        }
        int[][] credit = new int[tiers][tiers];
        int[] home = new int[compute.length];
        for (int s = 0; s < home.length; s++) {
            int b = compute[s];
            int[] available = left[chain.classOf()[s]][b];
            int richest = -1;
            for (int a = 0; a < tiers; a++) {
                credit[b][a] += share[b][a];
                if (available[a] > 0 && (richest < 0 || credit[b][a] > credit[b][richest])) {
                    richest = a;
                }
            }
            credit[b][richest] -= whole[b];
            available[richest]--;
            home[s] = richest;
        }
        return home;
    }
}
