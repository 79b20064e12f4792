package nmos.policy.kv;

/// No page rests where it is computed: all of them lie in the tier below, and in every pass each comes up ahead of the layer that reads it
/// and leaves behind it (llama.cpp without KV offload, FlexGen and ZeRO-Inference with the cache in the host's memory). Where the tier below
/// has no room set aside, as that below a CPU, pages are kept as by [Lru].
final class Below implements KvPolicy {
    private final KvPolicy where = new Lru();

    @Override
    public boolean pages() {
        return true;
    }

    @Override
    public boolean restsBelow() {
        return true;
    }

    @Override
    public boolean admits(int held, int more, int most) {
        return where.admits(held, more, most);
    }

    @Override
    public long worth(long lastPass, boolean inPass) {
        return where.worth(lastPass, inPass);
    }

    @Override
    public int keptTokens() {
        return EVERYTHING;
    }

    @Override
    public int recentTokens() {
        return EVERYTHING;
    }
}
