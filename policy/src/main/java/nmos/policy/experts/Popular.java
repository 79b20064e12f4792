package nmos.policy.experts;

/// Keeps those that most rows are known to visit, and never changes its mind; what else comes by has a little room that it
/// shares in turn (the static half of Fiddler, arXiv:2402.07033, and of llama.cpp with experts placed by hand).
final class Popular implements ExpertCache {
    private final int[] home;
    private final Lru others;

    Popular(int[] home) {
        this.home = home.clone();
        others = new Lru(home);
    }

    @Override
    public void came(int shard) {
        others.came(shard);
    }

    @Override
    public void used(int shard) {
        others.used(shard);
    }

    @Override
    public long worth(int shard) {
        return others.worth(shard);
    }

    @Override
    public boolean rests(int shard, int tier) {
        return home[shard] == tier;
    }

    @Override
    public long digest() {
        return others.digest();
    }
}
