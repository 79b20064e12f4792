package nmos.policy.batching;

/// One session a pass, each turn to its end, first come first served: the baseline.
final class OneSession implements Batching {
    @Override
    public int compare(Turns turns, int a, int b) {
        return Boolean.compare(turns.passes(b) > 0, turns.passes(a) > 0);
    }

    @Override
    public boolean alone() {
        return true;
    }
}
