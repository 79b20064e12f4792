package nmos.policy.kv;

/// Heavy hitters and the latest tokens are kept, the rest is dropped: KV of bounded size, at the price of what the dropped
/// tokens would have said. What is kept spills as with [Lru].
///
/// After Zhang et al., "H2O: Heavy-Hitter Oracle for Efficient Generative Inference of Large Language Models" (NeurIPS 2023),
/// who keep half of their budget for tokens with the largest sum of attention so far and half for recent ones; here it is
/// pages, not tokens, that are weighed.
final class H2o implements KvPolicy {
    private final KvPolicy spill = new Lru();
    private final int kept;
    private final int recent;

    H2o(KvKnobs knobs) {
        if (knobs.heavyTokens() < 1 || knobs.recentTokens() < 1) {
            throw new IllegalArgumentException("h2o keeps " + knobs.heavyTokens() + " heavy and " + knobs.recentTokens()
                    + " recent tokens; kv.heavyTokens and kv.recentTokens must be at least 1");
        }
        kept = Math.addExact(knobs.heavyTokens(), knobs.recentTokens());
        recent = knobs.recentTokens();
    }

    @Override
    public boolean pages() {
        return true;
    }

    @Override
    public boolean admits(int held, int more, int most) {
        return spill.admits(held, more, most);
    }

    @Override
    public long worth(long lastPass, boolean inPass) {
        return spill.worth(lastPass, inPass);
    }

    @Override
    public int keptTokens() {
        return kept;
    }

    @Override
    public int recentTokens() {
        return recent;
    }
}
