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
        int rows = typing.total() - typing.computed();
        long savedNs = typing.promptNs(rows) - typing.promptNs(typing.total() - to);
        return worth(typing, savedNs, typing.usefulPpm(), typing.promptNs(to - typing.computed())) ? to : typing.computed();
    }

    @Override
    public int replyAfter(Typing typing) {
        return WAIT;
    }

    @Override
    public boolean believes(Typing typing, int chancePpm) {
        return false;
    }

    /// Whether a pass of `passNs` is worth making that saves so much with that chance. What it may cost is a fresh start, if the
    /// submit finds it in flight: as likely as its share of the time that a prompt takes to type.
    static boolean worth(Typing typing, long savedNs, int chancePpm, long passNs) {
        long inFlightPpm = Math.min(PPM, Arithmetic.mulDiv(passNs, PPM, Math.max(1, typing.typingNs())));
        return savedNs > 0
                && Arithmetic.mulDiv(savedNs, chancePpm, PPM) > Arithmetic.mulDiv(typing.restartNs(), inFlightPpm, PPM);
    }
}
