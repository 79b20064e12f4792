package nmos.policy.anticipation;

/// Waits for the submit: the baseline.
final class None implements Anticipation {
    @Override
    public boolean warms() {
        return false;
    }

    @Override
    public int prefillTo(Typing typing) {
        return typing.computed();
    }

    @Override
    public int replyAfter(Typing typing) {
        return WAIT;
    }

    @Override
    public boolean believes(Typing typing, int chancePpm) {
        return false;
    }
}
