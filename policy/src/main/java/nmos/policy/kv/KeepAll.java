package nmos.policy.kv;

/// Everything stays where it was computed, within what was set aside: the baseline.
final class KeepAll implements KvPolicy {
    @Override
    public boolean admits(int held, int more, int reserved) {
        return held <= reserved - more;
    }
}
