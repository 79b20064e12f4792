package nmos.policy.anticipation;

import nmos.policy.Arithmetic;

/// Computes the settled part of the prompt while the rest is typed, where that is worth a pass.
///
/// The pass after the submit has fewer rows then. Where passes cost the same whatever their rows, as when they wait for
/// weights alone, there is nothing to win, and a submit would find the scan of the weights in the wrong place.
class Prefill implements Anticipation {
    private static final long PPM = 1_000_000;

    @Override
    public final boolean warms() {
        return true;
    }

    @Override
    public final int prefillTo(Typing typing) {
        int to = Math.min(typing.stable(), typing.total() - 1);
        if (to <= typing.computed()) {
            return typing.computed();
        }
        long savedNs = typing.promptNs(typing.total() - typing.computed()) - typing.promptNs(typing.total() - to);
        return worth(savedNs, typing.usefulPpm(), typing.restartNs()) ? to : typing.computed();
    }

    @Override
    public int replyAfter(Typing typing) {
        return WAIT;
    }

    @Override
    public boolean believes(Typing typing, int chancePpm) {
        return false;
    }

    /// Whether saving so much with that chance is more than losing so much without it.
    static boolean worth(long savedNs, int chancePpm, long lostNs) {
        return savedNs > 0
                && Arithmetic.mulDiv(savedNs, chancePpm, PPM) > Arithmetic.mulDiv(lostNs, PPM - chancePpm, PPM);
    }
}
