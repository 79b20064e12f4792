package nmos.policy.anticipation;

/// Loads weights from the first keystroke on, and computes nothing.
final class Warm implements Anticipation {
    @Override
    public boolean warms() {
        return true;
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
