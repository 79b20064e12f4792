package nmos.policy.kernel;

import nmos.policy.Commands;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.speculation.Speculation;

/// Asks for drafts and takes them in: between two passes of a session, and where that is wanted while one streams.
final class Drafting {
    private final Sessions sessions;
    private final Works works;
    private final PassCosts costs;
    private final boolean whilePass;
    private final int tokensPerSession;
    private final int maxRows;

    Drafting(Facts facts, Knobs knobs, Sessions sessions, Works works, PassCosts costs) {
        this.sessions = sessions;
        this.works = works;
        this.costs = costs;
        whilePass = knobs.speculation().whilePass();
        tokensPerSession = facts.kv().tokensPerSession();
        maxRows = knobs.batching().maxRows();
    }

    void between(long nowNs, int session, Commands out) {
        DraftOrder order = works.full() ? Speculation.NOTHING : sessions.speculation(session).order(costs);
        sessions.drafted(session, order, DraftTree.EMPTY);
        sessions.set(session, Sessions.KEPT, 0);
        if (order.nodes() == 0) {
            sessions.set(session, Sessions.STATE, Sessions.TREE);
            return;
        }
        long id = works.add(Works.Kind.DRAFT, session, 0, 0, nowNs);
        sessions.set(session, Sessions.DRAFT, id);
        sessions.set(session, Sessions.STATE, Sessions.DRAFTING);
        out.draft(id, session, order);
    }

    /// While a tree is in a pass the draft goes on below it, as if the oracle will agree. If it does, and says as the bonus
    /// token what the draft thought, the next pass need not wait for a draft (the idea of SwiftSpec, arXiv:2506.11309). That
    /// token is one node more than a draft between passes has, or the next tree would be the smaller for it.
    void during(long nowNs, int session, Commands out) {
        DraftOrder order = sessions.order(session);
        if (whilePass
                && sessions.get(session, Sessions.AHEAD) == 0
                && sessions.get(session, Sessions.KEPT) > 0
                && order.drafter() == DraftOrder.Drafter.MODEL
                && !works.full()) {
            long id = works.add(Works.Kind.DRAFT, session, 0, 0, nowNs);
            sessions.set(session, Sessions.AHEAD, id);
            out.draft(id, session, order.afterOneMore());
        }
    }

    /// A draft reported, with a tree or without. Whether it completes a half-typed prompt, which others see to.
    boolean drafted(long id, int session, DraftTree tree) {
        works.remove(id);
        int state = sessions.state(session);
        if (id == sessions.get(session, Sessions.AHEAD)) {
            if (tree.nodes() > 0) {
                sessions.drafted(session, sessions.order(session), tree);
                sessions.set(session, Sessions.DRAFT, id);
            }
            sessions.set(session, Sessions.AHEAD, 0);
        } else if (id == sessions.get(session, Sessions.DRAFT)) {
            if (state == Sessions.DRAFTING) {
                take(session, tree);
            }
            return state == Sessions.COMPLETING;
        }
        return false;
    }

    private void take(int session, DraftTree tree) {
        DraftOrder order = sessions.order(session);
        sessions.drafted(session, order, tree);
        int room = tokensPerSession - sessions.asInt(session, Sessions.KV) - 1;
        int most = Math.min(Math.min(tree.nodes(), maxRows - 1), Math.max(0, room));
        int kept = Math.clamp(sessions.speculation(session).keep(order, tree, costs), 0, most);
        sessions.set(session, Sessions.KEPT, kept);
        sessions.set(session, Sessions.STATE, Sessions.TREE);
    }

    /// After a verdict: what was drafted below the bonus token is the next draft, or there is none yet.
    void goOn(long nowNs, int session, int bonusChild, Commands out) {
        DraftTree left = bonusChild < 0 ? DraftTree.EMPTY : sessions.tree(session).below(bonusChild);
        forgetAhead(session, out);
        if (whilePass && left.nodes() > 0) {
            take(session, left);
        } else {
            between(nowNs, session, out);
        }
    }

    /// What is drafted ahead is for a text that did not come.
    void forgetAhead(int session, Commands out) {
        long ahead = sessions.get(session, Sessions.AHEAD);
        if (ahead != 0) {
            sessions.set(session, Sessions.AHEAD, 0);
            out.cancel(ahead);
        }
    }
}
