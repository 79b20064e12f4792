package nmos.policy.experts;

/// Which experts make way when others need their room. Experts that the pass still needs never do.
public interface ExpertCache {
    /// The expert came over a hop, needed or only guessed.
    void came(int shard);

    /// The expert was computed.
    void used(int shard);

    /// Of the copies in a tier that may make way, those worth least do first.
    long worth(int shard);

    /// The copy makes way for what the pass needs only, and after all others.
    boolean rests(int shard, int tier);

    /// Hash of everything learnt, kept incrementally.
    long digest();
}
