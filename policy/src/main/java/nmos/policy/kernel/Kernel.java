package nmos.policy.kernel;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.policy.anticipation.Anticipation;
import nmos.policy.batching.Batching;
import nmos.policy.kv.KvPolicy;
import nmos.policy.placement.Plan;
import nmos.policy.river.River;
import nmos.policy.speculation.Speculation;

/// The policy that every world runs. One pass is in flight at a time; between passes the conveyor fetches on.
public final class Kernel implements Policy {
    private static final Cause[] CAUSES = Cause.values();
    private static final int PASS = 0;
    private static final int PASS_ROWS = 1;
    private static final int PASS_BEGAN = 2;
    private static final int PASS_SESSION = 3;
    private static final int PASS_ABANDONED = 4;
    private static final int LAST_SESSION = 5;

    private final Facts facts;
    private final Knobs knobs;
    private final Plan plan;
    private final Digest digest = new Digest();
    private final Works works;
    private final Conveyor conveyor;
    private final Sessions sessions;
    private final PassCosts costs;
    private final River river;
    private final Anticipation anticipation;
    private final KvPolicy kv;
    private final Batching batching;
    private final Fields pass;
    private final int[] waiting;

    public Kernel(Facts facts, Knobs knobs) {
        this(facts, knobs, knobs.placement().kind().create().plan(facts, knobs.placement()));
    }

    /// With a plan made before, by the same knobs from the same facts: planning is pure, and replications share it.
    public Kernel(Facts facts, Knobs knobs, Plan plan) {
        this(facts, knobs, plan, knobs.anticipation().create());
    }

    Kernel(Facts facts, Knobs knobs, Plan plan, Anticipation anticipation) {
        this.anticipation = anticipation;
        this.facts = facts;
        this.knobs = knobs;
        this.plan = plan;
        works = new Works(64, digest);
        river = knobs.river().kind().create(knobs.river(), facts);
        Books books = new Books(facts, plan, digest);
        conveyor = new Conveyor(facts, plan, knobs, books, works, river, digest);
        sessions = new Sessions(facts, knobs.speculation(), digest);
        costs = new PassCosts(facts, plan, digest);
        kv = knobs.kv().kind().create();
        batching = knobs.batching().kind().create();
        pass = new Fields(6, 65, digest);
        pass.set(LAST_SESSION, -1);
        waiting = new int[facts.kv().sessions()];
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public long wakeAtNs() {
        return conveyor.wakeAtNs();
    }

    @Override
    public long digest() {
        return digest.value() + Digest.mix(1, river.digest()) + Digest.mix(2, sessions.learntDigest());
    }

    @Override
    public void on(long nowNs, Signal signal, Commands out) {
        switch (signal) {
            case Signal.Tokenised s -> tokenised(s, out);
            case Signal.Submitted s -> submitted(s, out);
            case Signal.Landed s -> landed(nowNs, s, out);
            case Signal.Computed s -> computed(nowNs, s, out);
            case Signal.Drafted s -> drafted(s);
            case Signal.Verified s -> verified(nowNs, s, out);
            case Signal.Passed s -> passed(nowNs, s, out);
            case Signal.Failed s -> lost(s.work(), s.cause(), out);
            case Signal.Dropped s -> lost(s.work(), Cause.RETRIES_EXHAUSTED, out);
            case Signal.Pressed s -> conveyor.pressed(s.tier(), s.budgetBytes());
            // The baselines wait for the submit, ask no scout and fold nothing.
            case Signal.Keystroke s -> {}
            case Signal.Edited s -> {}
            case Signal.Paused s -> {}
            case Signal.Ranked s -> {}
            case Signal.Attended s -> {}
            case Signal.Woke s -> {}
        }
        if (!pass.is(PASS)) {
            beginPass(nowNs, out);
        }
        conveyor.advance(nowNs, pass.is(PASS_ABANDONED) ? 0 : pass.get(PASS), out);
        giveUpIfStuck(out);
    }

    private void tokenised(Signal.Tokenised s, Commands out) {
        int session = s.session();
        boolean pending = sessions.get(session, Sessions.PENDING) != 0;
        int changed = pending
                ? Math.min(s.firstChanged(), sessions.asInt(session, Sessions.PENDING_CHANGED))
                : s.firstChanged();
        sessions.set(session, Sessions.PENDING, 1);
        sessions.set(session, Sessions.PENDING_REVISION, s.revision());
        sessions.set(session, Sessions.PENDING_TOTAL, s.total());
        sessions.set(session, Sessions.PENDING_CHANGED, changed);
        sessions.set(session, Sessions.PENDING_STABLE, s.stablePrefix());
        if (!sessions.busy(session)) {
            takePrompt(session, out);
        }
    }

    private void submitted(Signal.Submitted s, Commands out) {
        sessions.set(s.session(), Sessions.SUBMITTED, s.revision() + 1L);
        if (!sessions.busy(s.session())) {
            startTurn(s.session(), out);
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
            truncate(session, changed, out);
        }
        startTurn(session, out);
    }

    private void truncate(int session, int position, Commands out) {
        if (sessions.get(session, Sessions.KV) > position) {
            sessions.set(session, Sessions.KV, position);
            out.truncate(session, position);
        }
    }

    private void startTurn(int session, Commands out) {
        long submitted = sessions.get(session, Sessions.SUBMITTED);
        if (submitted == 0 || sessions.get(session, Sessions.REVISION) + 1 != submitted) {
            return;
        }
        int total = sessions.asInt(session, Sessions.TOTAL);
        sessions.activate(session);
        // Logits come from computing the last token, even if all KV is there.
        truncate(session, Math.max(0, total - 1), out);
        int held = sessions.asInt(session, Sessions.KV);
        if (total == 0 || !kv.admits(held, total - held, facts.kv().tokensPerSession())) {
            failTurn(session, Cause.CONTEXT_FULL, out);
        }
    }

    private void endTurn(int session, Commands out) {
        sessions.set(session, Sessions.STATE, Sessions.IDLE);
        takePrompt(session, out);
    }

    private void failTurn(int session, Cause cause, Commands out) {
        out.failTurn(session, cause);
        endTurn(session, out);
    }

    /// The running pass cannot go on: its session's turn fails once the pass has reported.
    private void abandonPass(Cause cause, Commands out) {
        if (!pass.is(PASS) || pass.is(PASS_ABANDONED)) {
            return;
        }
        pass.set(PASS_ABANDONED, 1);
        fail(pass.asInt(PASS_SESSION), cause);
        out.abandonPass(pass.get(PASS));
    }

    private void fail(int session, Cause cause) {
        if (sessions.get(session, Sessions.STATE) == Sessions.IN_PASS) {
            sessions.set(session, Sessions.CAUSE, cause.ordinal());
            sessions.set(session, Sessions.STATE, Sessions.FAILING);
        }
    }

    private void beginPass(long nowNs, Commands out) {
        int count = sessions.waiting(waiting);
        if (count == 0) {
            anticipate(nowNs, out);
            return;
        }
        int session = batching.next(waiting, count, pass.asInt(LAST_SESSION));
        switch (sessions.asInt(session, Sessions.STATE)) {
            case Sessions.PROMPT -> {
                int from = sessions.asInt(session, Sessions.KV);
                int total = sessions.asInt(session, Sessions.TOTAL);
                int to = Math.min(total, from + knobs.batching().maxRows());
                promptPass(nowNs, session, to, to == total, out);
                sessions.set(session, Sessions.STATE, Sessions.IN_PASS);
            }
            case Sessions.TREE -> {
                int kept = sessions.asInt(session, Sessions.KEPT);
                long id = works.nextId();
                out.passTree(id, session, kept == 0 ? 0 : sessions.get(session, Sessions.DRAFT), kept);
                sessions.set(session, Sessions.ROWS_TO, 0);
                sessions.set(session, Sessions.STATE, Sessions.IN_PASS);
                begun(nowNs, id, session, kept + 1, out);
            }
            default -> {
                // Still drafting: the turn goes on to its end before another's.
            }
        }
    }

    private void promptPass(long nowNs, int session, int to, boolean logits, Commands out) {
        int from = sessions.asInt(session, Sessions.KV);
        long id = works.nextId();
        out.passRows(id, session, sessions.asInt(session, Sessions.REVISION), from, to, logits);
        sessions.set(session, Sessions.ROWS_TO, to);
        begun(nowNs, id, session, to - from, out);
    }

    private void begun(long nowNs, long id, int session, int rows, Commands out) {
        pass.set(PASS, id);
        pass.set(PASS_ROWS, rows);
        pass.set(PASS_BEGAN, nowNs);
        pass.set(PASS_SESSION, session);
        out.beginPass(id);
        conveyor.begin(nowNs);
    }

    /// With nobody waiting: a pass over what the first person who types would have computed already.
    private void anticipate(long nowNs, Commands out) {
        for (int session = 0; session < sessions.count(); session++) {
            int computed = sessions.asInt(session, Sessions.KV);
            int total = sessions.asInt(session, Sessions.TOTAL);
            int to = anticipation.prefillTo(sessions.asInt(session, Sessions.STABLE), total, computed);
            if (to > computed) {
                sessions.set(session, Sessions.STATE, Sessions.ANTICIPATING);
                promptPass(nowNs, session, Math.min(to, computed + knobs.batching().maxRows()), false, out);
                return;
            }
        }
    }

    private void landed(long nowNs, Signal.Landed s, Commands out) {
        if (works.kind(s.work()) == Works.Kind.FETCH) {
            conveyor.landed(nowNs, s.work(), out);
        }
    }

    private void computed(long nowNs, Signal.Computed s, Commands out) {
        if (works.kind(s.work()) == Works.Kind.COMPUTE) {
            conveyor.computed(nowNs, s.work(), s.busyNs(), out);
        }
    }

    private void drafted(Signal.Drafted s) {
        if (works.kind(s.work()) != Works.Kind.DRAFT) {
            return;
        }
        works.remove(s.work());
        int session = s.session();
        if (sessions.get(session, Sessions.STATE) == Sessions.DRAFTING
                && sessions.get(session, Sessions.DRAFT) == s.work()) {
            takeDraft(session, s.tree());
        }
    }

    private void takeDraft(int session, DraftTree tree) {
        DraftOrder order = sessions.order(session);
        sessions.drafted(session, order, tree);
        int room = facts.kv().tokensPerSession() - sessions.asInt(session, Sessions.KV) - 1;
        int most = Math.min(Math.min(tree.nodes(), knobs.batching().maxRows() - 1), Math.max(0, room));
        int kept = Math.clamp(sessions.speculation(session).keep(order, tree, costs), 0, most);
        sessions.set(session, Sessions.KEPT, kept);
        sessions.set(session, Sessions.STATE, Sessions.TREE);
    }

    private void verified(long nowNs, Signal.Verified s, Commands out) {
        int session = s.session();
        if (s.pass() != pass.get(PASS) || sessions.get(session, Sessions.STATE) != Sessions.IN_PASS) {
            return;
        }
        int rowsTo = sessions.asInt(session, Sessions.ROWS_TO);
        if (rowsTo > 0) {
            sessions.set(session, Sessions.KV, rowsTo);
        } else {
            sessions.set(session, Sessions.KV, sessions.get(session, Sessions.KV) + s.accepted() + 1);
            DraftOrder order = sessions.order(session);
            if (order.nodes() > 0) {
                int sent = sessions.asInt(session, Sessions.KEPT);
                sessions.speculation(session).learn(order, sessions.tree(session), sent, s.accepted(), s.leaf());
            }
        }
        out.emit(session, s.accepted() + 1);
        if (s.finished()) {
            endTurn(session, out);
        } else if (!kv.admits(sessions.asInt(session, Sessions.KV), 1, facts.kv().tokensPerSession())) {
            failTurn(session, Cause.CONTEXT_FULL, out);
        } else {
            draft(nowNs, session, out);
        }
    }

    private void draft(long nowNs, int session, Commands out) {
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

    private void passed(long nowNs, Signal.Passed s, Commands out) {
        if (s.pass() != pass.get(PASS)) {
            return;
        }
        costs.took(pass.asInt(PASS_ROWS), nowNs - pass.get(PASS_BEGAN));
        int session = pass.asInt(PASS_SESSION);
        pass.set(LAST_SESSION, session);
        switch (sessions.asInt(session, Sessions.STATE)) {
            case Sessions.IN_PASS -> {
                // A part of a prompt too long for one pass: no logits, so no verdict came.
                sessions.set(session, Sessions.KV, sessions.get(session, Sessions.ROWS_TO));
                sessions.set(session, Sessions.STATE, Sessions.PROMPT);
            }
            case Sessions.ANTICIPATING ->
                sessions.set(session, Sessions.KV, sessions.get(session, Sessions.ROWS_TO));
            default -> {
                // The verdict has moved the session on.
            }
        }
        passOver(session, out);
    }

    private void passOver(int session, Commands out) {
        pass.set(PASS, 0);
        pass.set(PASS_ABANDONED, 0);
        conveyor.end(out);
        switch (sessions.asInt(session, Sessions.STATE)) {
            case Sessions.FAILING -> {
                out.failTurn(session, CAUSES[sessions.asInt(session, Sessions.CAUSE)]);
                endTurn(session, out);
            }
            case Sessions.ANTICIPATING -> endTurn(session, out);
            default -> {
                // The turn goes on.
            }
        }
    }

    private void lost(long work, Cause cause, Commands out) {
        if (work == pass.get(PASS) && pass.is(PASS)) {
            int session = pass.asInt(PASS_SESSION);
            fail(session, cause);
            passOver(session, out);
            return;
        }
        switch (works.kind(work)) {
            case FETCH -> {
                if (conveyor.lost(work)) {
                    abandonPass(Cause.RETRIES_EXHAUSTED, out);
                }
            }
            case COMPUTE -> {
                conveyor.releaseCompute(work);
                abandonPass(cause, out);
            }
            case DRAFT -> {
                int session = works.subject(work);
                works.remove(work);
                if (sessions.get(session, Sessions.STATE) == Sessions.DRAFTING
                        && sessions.get(session, Sessions.DRAFT) == work) {
                    takeDraft(session, DraftTree.EMPTY);
                }
            }
            case NONE -> {}
        }
    }

    /// A pass that waits for a shard while nothing is in flight and nothing is timed would wait for ever: what it needs
    /// does not fit any more.
    private void giveUpIfStuck(Commands out) {
        if (pass.is(PASS)
                && works.inFlight() == 0
                && conveyor.waits()
                && conveyor.wakeAtNs() == Long.MAX_VALUE) {
            abandonPass(Cause.MEMORY_PRESSURE, out);
        }
    }
}
