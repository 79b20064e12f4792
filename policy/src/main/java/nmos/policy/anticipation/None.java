package nmos.policy.anticipation;

/// Waits for the submit: the baseline.
final class None implements Anticipation {
    @Override
    public int prefillTo(int stable, int total, int computed) {
        return computed;
    }
}
