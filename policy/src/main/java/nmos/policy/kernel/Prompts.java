package nmos.policy.kernel;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.Facts;
import nmos.policy.Signal;
import nmos.policy.kv.KvPolicy;

/// From what is typed to turns: takes up each prompt as it stands, begins a turn when it is submitted, and settles whether
/// a reply that was begun before the submit is the one that was asked for.
final class Prompts {
    private final Sessions sessions;
    private final Rhythm rhythm;
    private final KvPolicy kv;
    private final Drafting drafting;
    private final Pager pager;
    private final int tokensPerSession;

    Prompts(Facts facts, Sessions sessions, Rhythm rhythm, KvPolicy kv, Drafting drafting, Pager pager) {
        this.sessions = sessions;
        this.rhythm = rhythm;
        this.kv = kv;
        this.drafting = drafting;
        this.pager = pager;
        tokensPerSession = facts.kv().tokensPerSession();
    }

    void tokenised(Signal.Tokenised s, Commands out) {
        int session = s.session();
        sessions.set(session, Sessions.HALTED, 0);
        if (sessions.get(session, Sessions.EARLINESS) == Sessions.EARLY) {
            compare(s, out);
            return;
        }
        boolean pending = sessions.get(session, Sessions.PENDING) != 0;
        int changed = pending
                ? Math.min(s.firstChanged(), sessions.asInt(session, Sessions.PENDING_CHANGED))
                : s.firstChanged();
        pend(session, s.revision(), s.total(), changed, s.stablePrefix());
        takeIfFree(session, out);
    }

    private void pend(int session, int revision, int total, int changed, int stable) {
        sessions.set(session, Sessions.PENDING, 1);
        sessions.set(session, Sessions.PENDING_REVISION, revision);
        sessions.set(session, Sessions.PENDING_TOTAL, total);
        sessions.set(session, Sessions.PENDING_CHANGED, changed);
        sessions.set(session, Sessions.PENDING_STABLE, stable);
    }

    private void takeIfFree(int session, Commands out) {
        if (sessions.state(session) == Sessions.COMPLETING) {
            // What the draft thinks of the prompt before is of no use any more.
            sessions.set(session, Sessions.STATE, Sessions.IDLE);
            out.cancel(sessions.get(session, Sessions.DRAFT));
        }
        if (!sessions.busy(session)) {
            takePrompt(session, out);
        }
    }

    void submitted(long nowNs, Signal.Submitted s, Commands out) {
        int session = s.session();
        rhythm.submitted(nowNs, session);
        sessions.set(session, Sessions.SUBMITTED, s.revision() + 1L);
        if (sessions.get(session, Sessions.EARLINESS) == Sessions.EARLY) {
            settle(session, out);
        } else {
            takeIfFree(session, out);
        }
    }

    /// The person typed on while a reply to the predicted prompt is being computed. It stands as long as what it began with is
    /// there and all that was typed since agrees with the prediction. What was there once and went may come back as something
    /// else, and nobody would tell.
    private void compare(Signal.Tokenised s, Commands out) {
        int session = s.session();
        int typed = sessions.asInt(session, Sessions.TYPED);
        int predicted = sessions.asInt(session, Sessions.PREDICTED);
        int began = sessions.asInt(session, Sessions.TOTAL);
        boolean stands = s.firstChanged() >= began && s.total() >= began;
        int agrees = s.firstChanged() < typed
                ? s.firstChanged()
                : Math.max(typed, began + Math.clamp(s.confirmed(), 0, predicted));
        if (stands && s.total() <= Math.min(agrees, sessions.promptTokens(session))) {
            sessions.set(session, Sessions.TYPED, s.total());
            sessions.set(session, Sessions.TYPED_REVISION, s.revision());
            settle(session, out);
        } else {
            pend(session, s.revision(), s.total(), agrees, s.stablePrefix());
            refute(session, out);
        }
    }

    /// Somebody asked: for what is being answered already, or for something else.
    private void settle(int session, Commands out) {
        if (sessions.get(session, Sessions.TYPED_REVISION) + 1 != sessions.get(session, Sessions.SUBMITTED)) {
            return;
        }
        int typed = sessions.asInt(session, Sessions.TYPED);
        int revision = sessions.asInt(session, Sessions.TYPED_REVISION);
        if (typed < sessions.promptTokens(session)) {
            pend(session, revision, typed, typed, typed);
            refute(session, out);
            return;
        }
        int held = sessions.asInt(session, Sessions.HELD);
        sessions.asked(session);
        sessions.set(session, Sessions.REVISION, revision);
        sessions.set(session, Sessions.SUBMITTED, 0);
        if (held > 0) {
            out.emit(session, held);
        }
        if (sessions.state(session) == Sessions.SAID_ALL) {
            replyOver(session, out);
        }
    }

    /// What was begun early is not what the person wants. Rows in a pass stay until it has reported, also in one given up.
    private void refute(int session, Commands out) {
        if (sessions.state(session) == Sessions.IN_PASS) {
            sessions.set(session, Sessions.EARLINESS, Sessions.VOID);
        } else if (sessions.state(session) != Sessions.FAILING) {
            endTurn(session, out);
        }
    }

    /// The prompt as last tokenised becomes the session's, and KV of tokens that changed is forgotten.
    private void takePrompt(int session, Commands out) {
        if (sessions.get(session, Sessions.PENDING) != 0) {
            int total = sessions.asInt(session, Sessions.PENDING_TOTAL);
            int changed = Math.clamp(sessions.asInt(session, Sessions.PENDING_CHANGED), 0, total);
            sessions.set(session, Sessions.PENDING, 0);
            sessions.set(session, Sessions.REVISION, sessions.get(session, Sessions.PENDING_REVISION));
            sessions.set(session, Sessions.TOTAL, total);
            sessions.set(session, Sessions.STABLE, sessions.get(session, Sessions.PENDING_STABLE));
            sessions.set(session, Sessions.FRESH, 1);
            truncate(session, changed, out);
        }
        startTurn(session, out);
    }

    private void truncate(int session, int position, Commands out) {
        if (sessions.get(session, Sessions.KV) > position) {
            int to = pager.truncate(session, position);
            sessions.set(session, Sessions.KV, to);
            out.truncate(session, to);
        }
    }

    private void startTurn(int session, Commands out) {
        long submitted = sessions.get(session, Sessions.SUBMITTED);
        if (submitted == 0 || sessions.get(session, Sessions.REVISION) + 1 != submitted) {
            return;
        }
        sessions.set(session, Sessions.SUBMITTED, 0);
        if (sessions.get(session, Sessions.PREFILLED) != 0) {
            rhythm.ahead(session, sessions.get(session, Sessions.KV) >= sessions.get(session, Sessions.PREFILLED));
        }
        if (!begin(session, Sessions.ASKED, out)) {
            failTurn(session, Cause.CONTEXT_FULL, out);
        }
    }

    /// A turn begins, asked for or not. Whether the prompt fits the context.
    boolean begin(int session, int earliness, Commands out) {
        int total = sessions.promptTokens(session);
        sessions.set(session, Sessions.FRESH, 0);
        sessions.set(session, Sessions.PREFILLED, 0);
        sessions.begin(session, earliness);
        sessions.set(session, Sessions.TYPED, sessions.get(session, Sessions.TOTAL));
        sessions.set(session, Sessions.TYPED_REVISION, sessions.get(session, Sessions.REVISION));
        // Logits come from computing the last token, even if all KV is there.
        truncate(session, Math.max(0, total - 1), out);
        int held = sessions.asInt(session, Sessions.KV);
        return total > 0 && kv.admits(held, total - held, tokensPerSession);
    }

    /// The reply came to its end. One that nobody asked for yet is kept.
    void replyOver(int session, Commands out) {
        if (sessions.early(session)) {
            drafting.forgetAhead(session, out);
            sessions.set(session, Sessions.STATE, Sessions.SAID_ALL);
        } else {
            sessions.replyOver(session);
            endTurn(session, out);
        }
    }

    void endTurn(int session, Commands out) {
        drafting.forgetAhead(session, out);
        if (sessions.early(session) && sessions.get(session, Sessions.PENDING) == 0) {
            // What was predicted and said stays unsaid, and nobody tells that it was typed after all.
            truncate(session, sessions.asInt(session, Sessions.TOTAL), out);
        }
        sessions.over(session);
        takePrompt(session, out);
    }

    /// A turn cannot go on. Nobody need hear of one that nobody asked for.
    void failTurn(int session, Cause cause, Commands out) {
        if (sessions.early(session)) {
            sessions.set(session, Sessions.HALTED, 1);
        } else {
            out.failTurn(session, cause);
        }
        endTurn(session, out);
    }
}
