package nmos.policy.batching;

/// First come, first served, as many as a pass has rows for.
final class Fifo implements Batching {
    @Override
    public int compare(Turns turns, int a, int b) {
        return 0;
    }
}
