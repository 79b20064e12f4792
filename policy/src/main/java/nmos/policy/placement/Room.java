package nmos.policy.placement;

import nmos.policy.Facts;

/// What a plan takes of each tier: weights that rest there, KV of what is computed there, and slots for what streams
/// through. `largestBytes[t]` is the largest shard that streams through or into tier `t`, 0 where none does.
record Room(Chain chain, long[] homedBytes, long[] kvBytes, long[] largestBytes) {

    static Room of(Chain chain, int[] home, int[] compute) {
        int tiers = chain.tiers();
        Room room = new Room(chain, new long[tiers], new long[tiers], new long[tiers]);
        for (int s = 0; s < home.length; s++) {
            int c = chain.classOf()[s];
            long bytes = chain.bytes()[c];
            room.homedBytes[home[s]] = Math.addExact(room.homedBytes[home[s]], bytes);
            room.kvBytes[compute[s]] = Math.addExact(room.kvBytes[compute[s]], chain.kvBytes()[c]);
            for (int t = home[s] + 1; t <= compute[s]; t++) {
                room.largestBytes[t] = Math.max(room.largestBytes[t], bytes);
            }
        }
        return room;
    }

    /// @throws PlacementException naming the first tier that does not hold what the plan puts there
    Plan plan(int[] home, int[] compute, boolean caches) {
        for (int t = 1; t < chain.tiers(); t++) {
            check(t);
        }
        int[] slots = new int[chain.tiers()];
        for (int t = 1; t < slots.length; t++) {
            slots[t] = largestBytes[t] == 0 ? 0 : chain.slots()[t];
        }
        return new Plan(home, compute, caches, slots, largestBytes);
    }

    private void check(int t) {
        Facts.Tier tier = chain.facts().tiers().get(t);
        long need = Math.addExact(
                Math.addExact(homedBytes[t], kvBytes[t]),
                Math.addExact(tier.reservedBytes(), chain.slotBytes(t, largestBytes[t])));
        if (need > tier.budgetBytes()) {
            throw new PlacementException("tier " + tier.name() + ": needs " + need + " bytes (" + homedBytes[t]
                    + " weights, " + kvBytes[t] + " KV, " + tier.reservedBytes() + " reserved, " + chain.slots()[t]
                    + " slots of " + largestBytes[t] + "), has " + tier.budgetBytes()
                    + "; give it more, shorten the context or use smaller shards");
        }
        if (homedBytes[t] > chain.pinBytes()[t]) {
            throw new PlacementException("tier " + tier.name() + ": " + homedBytes[t] + " bytes of weights to rest there, "
                    + chain.pinBytes()[t] + " allowed");
        }
    }
}
