package nmos.policy.kv;

/// Everything stays where it was computed, within what was set aside, in no pages: the baseline.
final class KeepAll implements KvPolicy {
    @Override
    public boolean pages() {
        return false;
    }

    @Override
    public boolean admits(int held, int more, int most) {
        return held <= most - more;
    }

    @Override
    public long worth(long lastPass, boolean inPass) {
        return 0;
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
