package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.anticipation.Anticipation;

/// Carries out what anticipation decides about prompts that are still being typed.
final class Ahead {
    private static final long PPM = 1_000_000;

    private final Anticipation anticipation;
    private final Sessions sessions;
    private final Rhythm rhythm;
    private final Prompts prompts;
    private final Works works;
    private final boolean hasDraft;
    private final int tokensPerSession;

    Ahead(Anticipation anticipation, Facts facts, Sessions sessions, Rhythm rhythm, Prompts prompts, Works works) {
        this.anticipation = anticipation;
        this.sessions = sessions;
        this.rhythm = rhythm;
        this.prompts = prompts;
        this.works = works;
        hasDraft = facts.draft().present();
        tokensPerSession = facts.kv().tokensPerSession();
    }

    boolean warms() {
        return anticipation.warms();
    }

    /// Up to which token of a half-typed prompt a pass should compute now; 0 for none.
    int prefillTo(int session) {
        if (!open(session)) {
            return 0;
        }
        int to = Math.min(anticipation.prefillTo(rhythm.of(session)), tokensPerSession);
        return to > sessions.asInt(session, Sessions.KV) ? to : 0;
    }

    /// Begins the reply to a prompt nobody submitted yet, or has the draft complete the prompt first.
    void replyAhead(long nowNs, int session, Commands out) {
        if (!open(session)) {
            return;
        }
        int complete = anticipation.replyAfter(rhythm.of(session));
        if (complete == 0) {
            begin(session, 0, out);
        } else if (complete > 0 && hasDraft && !works.full()) {
            long id = works.add(Works.Kind.DRAFT, session, 0, 0, nowNs);
            sessions.set(session, Sessions.DRAFT, id);
            sessions.set(session, Sessions.STATE, Sessions.COMPLETING);
            out.complete(id, session, sessions.asInt(session, Sessions.REVISION), complete);
        }
    }

    private boolean open(int session) {
        return sessions.state(session) == Sessions.IDLE
                && sessions.get(session, Sessions.FRESH) != 0
                && sessions.get(session, Sessions.HALTED) == 0
                && sessions.get(session, Sessions.TOTAL) > 0;
    }

    /// The draft's completion of a half-typed prompt.
    void completed(int session, DraftTree chain, Commands out) {
        long reachPpm = chain.nodes() == 0 ? 0 : PPM;
        for (int node = 0; node < chain.nodes(); node++) {
            reachPpm = reachPpm * chain.confidencePpm()[node] / PPM;
        }
        sessions.set(session, Sessions.STATE, Sessions.IDLE);
        if (anticipation.believes(rhythm.of(session), (int) reachPpm)) {
            begin(session, chain.nodes(), out);
        } else {
            sessions.set(session, Sessions.HALTED, 1);
        }
    }

    private void begin(int session, int predicted, Commands out) {
        sessions.set(session, Sessions.PREDICTED, predicted);
        if (!prompts.begin(session, Sessions.EARLY, out)) {
            sessions.set(session, Sessions.HALTED, 1);
            prompts.endTurn(session, out);
        }
    }
}
