package nmos.world.ledger;

import static nmos.world.ledger.InvariantBroken.check;

import java.util.Arrays;
import nmos.policy.Facts;

/// Which experts the running pass has to visit: those that a layer's router chose for its rows, once each, after it did and before
/// the next layer.
final class RouteLedger {
    private static final byte NOT_CHOSEN = 0;
    private static final byte CHOSEN = 1;
    private static final byte NAMED = 2;

    private final Facts facts;
    /// by shard; empty without experts
    private final byte[] state;
    /// The layer that was named last, if experts follow it.
    private int layer;
    private boolean spoke;
    private int unnamed;
    private int left;
    /// by tier: experts a router chose that lay there, and no higher
    private final long[] found;
    private long spokenFor;

    RouteLedger(Facts facts) {
        this.facts = facts;
        state = new byte[facts.mixture() ? facts.shards().size() : 0];
        found = new long[facts.tiers().size()];
        begin();
    }

    void begin() {
        Arrays.fill(state, NOT_CHOSEN);
        layer = -1;
        spoke = true;
        unnamed = 0;
        left = 0;
    }

    boolean expert(int shard) {
        return facts.shards().get(shard).expert();
    }

    /// The layer that comes after all experts of this one's layer.
    int after(int expert) {
        int next = expert;
        while (expert(next)) {
            next++;
        }
        return next;
    }

    /// Shards `first..last` are to be computed, none of them an expert.
    void layers(int first, int last) {
        check(spoke && unnamed == 0, "L17", "a layer before the experts of the one before", first, layer);
        for (int shard = first; shard < last; shard++) {
            check(!facts.routes(shard), "L17", "a run that goes on after a layer with experts", shard, last);
        }
        if (facts.routes(last)) {
            layer = last;
            spoke = false;
        }
    }

    /// The router of a layer has spoken.
    void routed(int shard, int[] chosen, int[] rows, int passRows, WeightLedger weights) {
        check(shard == layer && !spoke, "L17", "a router that nobody waits for", shard, layer);
        check(left == 0, "L17", "a router that speaks before the experts of the layer before are done", shard, left);
        check(chosen.length == rows.length && chosen.length > 0, "L17", "no experts, or rows for others", chosen.length, rows.length);
        for (int i = 0; i < chosen.length; i++) {
            check(chosen[i] > (i == 0 ? shard : chosen[i - 1]) && chosen[i] <= shard + facts.expertsOf(shard), "L17",
                    "an expert of another layer, or not in order", chosen[i], shard);
            check(rows[i] > 0 && rows[i] <= passRows, "L17", "rows that the pass does not have", rows[i], passRows);
            state[chosen[i]] = CHOSEN;
            int tier = found.length - 1;
            while (!weights.here(chosen[i], tier)) {
                tier--;
            }
            found[tier]++;
        }
        spokenFor++;
        spoke = true;
        unnamed = chosen.length;
        left = chosen.length;
    }

    void foreseen(int shard, int[] guessed) {
        for (int i = 0; i < guessed.length; i++) {
            check(guessed[i] > (i == 0 ? shard : guessed[i - 1]) && guessed[i] <= shard + facts.expertsOf(shard), "L17",
                    "a guess that is no expert of the layer", guessed[i], shard);
        }
    }

    /// Experts `first..last` are to be computed. Whether they were the last of their layer.
    boolean named(int first, int last) {
        for (int shard = first; shard <= last; shard++) {
            check(state[shard] == CHOSEN, "L17", "an expert that no router chose, or chosen once and computed twice", shard, layer);
            state[shard] = NAMED;
            unnamed--;
        }
        return unnamed == 0;
    }

    /// They are done. Whether they were the last of their layer.
    boolean computed(int first, int last) {
        for (int shard = first; shard <= last; shard++) {
            check(state[shard] == NAMED, "L17", "a report of an expert nobody computed", shard, layer);
            state[shard] = NOT_CHOSEN;
            left--;
        }
        return left == 0;
    }

    ExpertUse use() {
        return new ExpertUse(found.clone(), spokenFor);
    }
}
