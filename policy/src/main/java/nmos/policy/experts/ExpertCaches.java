package nmos.policy.experts;

import nmos.policy.Facts;

/// The ways to keep experts there are, each with its name in scenario files.
public enum ExpertCaches {
    LRU("lru", (home, experts) -> new Lru(home)),
    LFU("lfu", Lfu::new),
    POPULAR("popular", (home, experts) -> new Popular(home));

    private interface Constructor {
        ExpertCache of(int[] home, int experts);
    }

    public final String label;
    private final Constructor constructor;

    ExpertCaches(String label, Constructor constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    /// `home[s]`: the tier shard `s` is at home in.
    public ExpertCache create(Facts facts, int[] home) {
        int experts = 0;
        for (Facts.Shard shard : facts.shards()) {
            experts += shard.expert() ? 1 : 0;
        }
        return constructor.of(experts == 0 ? new int[0] : home, experts);
    }
}
