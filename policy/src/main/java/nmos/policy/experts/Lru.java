package nmos.policy.experts;

import nmos.policy.Digest;

/// Keeps what was used last (mixtral-offloading, arXiv:2312.17238).
final class Lru implements ExpertCache {
    private final long[] lastUse;
    private long uses;
    private final Digest digest = new Digest();

    Lru(int[] home) {
        lastUse = new long[home.length];
    }

    @Override
    public void came(int shard) {
        used(shard);
    }

    @Override
    public void used(int shard) {
        uses++;
        digest.change(shard, lastUse[shard], uses);
        lastUse[shard] = uses;
    }

    @Override
    public long worth(int shard) {
        return lastUse[shard];
    }

    @Override
    public boolean rests(int shard, int tier) {
        return false;
    }

    @Override
    public long digest() {
        return digest.value();
    }
}
