package nmos.policy.batching;

/// One session a pass, each turn to its end, first come first served: the baseline.
final class OneSession implements Batching {
    @Override
    public int next(int[] waiting, int count, int last) {
        for (int i = 0; i < count; i++) {
            if (waiting[i] == last) {
                return last;
            }
        }
        return waiting[0];
    }
}
