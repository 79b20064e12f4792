package nmos.policy.kv;

/// Pages leave when room lacks: those of the session that had rows in a pass least recently first, those of the sessions in
/// the pass last.
///
/// Within a pass this is not a cache. Every layer reads every page of its sessions, in the same order each time, and such a
/// cyclic scan gets no hits from an LRU list that is too short for it. So of a session that does not fit, a fixed part
/// stays and the rest streams through in every pass, ahead of the layer that reads it.
final class Lru implements KvPolicy {
    @Override
    public boolean pages() {
        return true;
    }

    @Override
    public boolean admits(int held, int more, int most) {
        return held <= most - more;
    }

    @Override
    public long worth(long lastPass, boolean inPass) {
        return inPass ? Long.MAX_VALUE : lastPass;
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
