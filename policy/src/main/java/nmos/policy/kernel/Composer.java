package nmos.policy.kernel;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.batching.Batching;
import nmos.policy.batching.BatchingKnobs;

/// Puts the next pass together: of the sessions that are served first those that waited too long, then trees before prompts
/// because their few rows each yield tokens, and then, where they cost next to nothing, rows of people who are still typing.
final class Composer {
    /// Rows computed ahead may ride along in others' passes if they make those longer by one part in so many at most.
    private static final int RIDE_SHARE = 16;

    private final Sessions sessions;
    private final Batching batching;
    private final BatchingKnobs knobs;
    private final Ahead ahead;
    private final Drafting drafting;
    private final Prompts prompts;
    private final Pager pager;
    private final PassCosts costs;
    private final Works works;
    private final Running running;
    private final int[] served;
    private int count;
    private long id;
    private int rows;
    /// A turn was failed for want of room, so that another may go instead.
    private boolean failed;

    Composer(
            Sessions sessions,
            Batching batching,
            BatchingKnobs knobs,
            Ahead ahead,
            Drafting drafting,
            Prompts prompts,
            Pager pager,
            PassCosts costs,
            Works works,
            Running running) {
        this.sessions = sessions;
        this.batching = batching;
        this.knobs = knobs;
        this.ahead = ahead;
        this.drafting = drafting;
        this.prompts = prompts;
        this.pager = pager;
        this.costs = costs;
        this.works = works;
        this.running = running;
        served = new int[sessions.count()];
    }

    /// Begins a pass if there is one to begin. Whether there was.
    boolean begin(long nowNs, Commands out) {
        for (int session = 0; session < sessions.count(); session++) {
            ahead.replyAhead(nowNs, session, out);
        }
        line();
        int most = Math.min(count, batching.alone() ? 1 : knobs.maxSessions());
        for (int i = 0; i < most; i++) {
            if (sessions.state(served[i]) == Sessions.DRAFTING) {
                // A pass with its rows costs little more than one without.
                return false;
            }
        }
        id = 0;
        rows = 0;
        failed = false;
        for (int i = 0; i < most && starved(served[i]); i++) {
            tree(served[i], out);
            prompt(served[i], out);
        }
        for (int i = 0; i < most; i++) {
            tree(served[i], out);
        }
        for (int i = 0; i < most; i++) {
            prompt(served[i], out);
        }
        boolean asked = rows > 0;
        rideAlong(out);
        if (rows == 0) {
            return failed && begin(nowNs, out);
        }
        for (int i = 0; i < count; i++) {
            int session = served[i];
            if (sessions.state(session) != Sessions.IN_PASS) {
                sessions.passedOver(session);
            }
        }
        running.begin(nowNs, id, rows, !asked, out);
        for (int session = 0; session < sessions.count(); session++) {
            if (sessions.state(session) == Sessions.IN_PASS && sessions.get(session, Sessions.ROWS_TO) == 0) {
                drafting.during(nowNs, session, out);
            }
        }
        return true;
    }

    /// Sessions with work that somebody waits for, in the order they are to be served.
    private void line() {
        count = 0;
        for (int session = 0; session < sessions.count(); session++) {
            if (!sessions.inTurn(session)) {
                continue;
            }
            int at = count++;
            while (at > 0 && before(session, served[at - 1])) {
                served[at] = served[at - 1];
                at--;
            }
            served[at] = session;
        }
    }

    private boolean before(int a, int b) {
        boolean starvedA = starved(a);
        boolean starvedB = starved(b);
        if (starvedA != starvedB) {
            return starvedA;
        }
        int order = starvedA ? 0 : batching.compare(sessions, a, b);
        return order < 0 || (order == 0 && sessions.submitted(a) < sessions.submitted(b));
    }

    private boolean starved(int session) {
        return !batching.alone() && sessions.get(session, Sessions.WAITED) >= knobs.patience();
    }

    private int left() {
        return knobs.maxRows() - rows;
    }

    private void tree(int session, Commands out) {
        if (sessions.state(session) != Sessions.TREE || left() == 0) {
            return;
        }
        int from = sessions.asInt(session, Sessions.KV);
        int wanted = from + Math.min(sessions.asInt(session, Sessions.KEPT) + 1, left());
        int nodes = pager.admit(session, from, wanted, out) - from - 1;
        if (nodes < 0) {
            noRoom(session, out);
            return;
        }
        sessions.set(session, Sessions.KEPT, nodes);
        out.passTree(open(), session, nodes == 0 ? 0 : sessions.get(session, Sessions.DRAFT), nodes);
        sessions.set(session, Sessions.ROWS_TO, 0);
        joins(session, nodes + 1);
    }

    private void prompt(int session, Commands out) {
        if (sessions.state(session) != Sessions.PROMPT || left() == 0) {
            return;
        }
        int total = sessions.promptTokens(session);
        int from = pager.adopt(session, total, out);
        sessions.set(session, Sessions.KV, from);
        int to = pager.admit(session, from, Math.min(total, from + left()), out);
        if (to == from) {
            noRoom(session, out);
            return;
        }
        rows(session, to, to == total, out);
    }

    /// Not one row more of the session's KV fits beside what the pass reads: another pass may do, but not if it would be its own.
    private void noRoom(int session, Commands out) {
        if (rows == 0) {
            failed = true;
            drafting.forgetAhead(session, out);
            prompts.failTurn(session, Cause.CONTEXT_FULL, out);
        }
    }

    private void joins(int session, int more) {
        sessions.inPass(session);
        sessions.set(session, Sessions.STATE, Sessions.IN_PASS);
        rows += more;
    }

    private void rows(int session, int to, boolean logits, Commands out) {
        int from = sessions.asInt(session, Sessions.KV);
        out.passRows(open(), session, sessions.asInt(session, Sessions.REVISION), from, to, logits);
        sessions.set(session, Sessions.ROWS_TO, to);
        joins(session, to - from);
    }

    private long open() {
        if (id == 0) {
            id = works.nextId();
        }
        return id;
    }

    private void rideAlong(Commands out) {
        for (int session = 0; session < sessions.count(); session++) {
            if (sessions.early(session)) {
                int wanted = sessions.state(session) == Sessions.TREE
                        ? sessions.asInt(session, Sessions.KEPT) + 1
                        : sessions.promptRows(session);
                if (mayRide(wanted)) {
                    tree(session, out);
                    prompt(session, out);
                }
            } else {
                int to = ahead.prefillTo(session);
                int wanted = to - sessions.asInt(session, Sessions.KV);
                if (to > 0 && mayRide(wanted)) {
                    int from = sessions.asInt(session, Sessions.KV);
                    int granted = pager.admit(session, from, from + Math.min(wanted, left()), out);
                    if (granted > from) {
                        rows(session, granted, false, out);
                        sessions.set(session, Sessions.STATE, Sessions.ANTICIPATING);
                    }
                }
            }
        }
    }

    private boolean mayRide(int wanted) {
        if (rows == 0) {
            return wanted > 0;
        }
        int more = Math.min(wanted, left());
        return more > 0 && costs.ns(rows + more) - costs.ns(rows) <= costs.ns(rows) / RIDE_SHARE;
    }
}
