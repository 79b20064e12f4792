package nmos.policy.placement;

import java.util.Arrays;
import nmos.policy.Facts;

/// What llama.cpp does with a mapped file: nothing is pinned, the CPU computes, and the page cache keeps what it used last.
/// The CPU is the highest tier below the top that computes; where there is none, the top takes its part.
final class MmapLru implements Placement {
    @Override
    public Plan plan(Facts facts, PlacementKnobs knobs) {
        Chain chain = Chain.of(facts, knobs);
        int tier = facts.top() - 1;
        while (tier > 0 && !chain.computes(tier)) {
            tier--;
        }
        int[] home = new int[facts.shards().size()];
        int[] compute = new int[home.length];
        Arrays.fill(compute, tier > 0 ? tier : chain.apex());
        return Room.of(chain, home, compute).plan(home, compute, true);
    }
}
