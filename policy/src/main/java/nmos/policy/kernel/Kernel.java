package nmos.policy.kernel;

import nmos.policy.Arithmetic;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.policy.anticipation.Anticipation;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.kv.KvPolicy;
import nmos.policy.placement.Plan;
import nmos.policy.river.River;

/// The policy that every world runs. One pass is in flight at a time; between passes the conveyor fetches on.
public final class Kernel implements Policy {
    private static final Cause[] CAUSES = Cause.values();
    private static final long PPM = 1_000_000;

    private final Facts facts;
    private final Plan plan;
    private final long unloadAfterNs;
    private final Digest digest = new Digest();
    private final Works works;
    private final Conveyor conveyor;
    private final Pager pager;
    private final Sessions sessions;
    private final PassCosts costs;
    private final River river;
    private final Rhythm rhythm;
    private final KvPolicy kv;
    private final Prompts prompts;
    private final Ahead ahead;
    private final Drafting drafting;
    private final Running running;
    private final Composer composer;
    /// When anybody was last heard of.
    private final Fields lastSeen;

    public Kernel(Facts facts, Knobs knobs) {
        this(facts, knobs, knobs.placement().kind().create().plan(facts, knobs.placement()));
    }

    /// With a plan made before, by the same knobs from the same facts: planning is pure, and replications share it.
    public Kernel(Facts facts, Knobs knobs, Plan plan) {
        this(facts, knobs, plan, Anticipations.create(knobs.anticipation()));
    }

    Kernel(Facts facts, Knobs knobs, Plan plan, Anticipation anticipation) {
        this.facts = facts;
        this.plan = plan;
        unloadAfterNs = knobs.anticipation().unloadAfterNs();
        works = new Works(64, digest);
        river = knobs.river().kind().create(knobs.river(), facts);
        Books books = new Books(facts, plan, digest);
        int maxRows = knobs.batching().maxRows();
        sessions = new Sessions(facts, knobs.speculation(), maxRows, digest);
        costs = new PassCosts(facts, plan, maxRows, digest);
        rhythm = new Rhythm(sessions, costs, digest);
        kv = knobs.kv().kind().create(knobs.kv());
        pager = new Pager(facts, plan, knobs, kv, works, sessions, digest);
        conveyor = new Conveyor(facts, plan, knobs, books, works, river, pager, digest);
        drafting = new Drafting(facts, knobs, sessions, works, costs);
        prompts = new Prompts(facts, sessions, rhythm, kv, drafting, pager);
        ahead = new Ahead(anticipation, facts, sessions, rhythm, prompts, works);
        running = new Running(digest);
        composer = new Composer(
                sessions,
                knobs.batching().kind().create(),
                knobs.batching(),
                ahead,
                drafting,
                prompts,
                pager,
                costs,
                works,
                running);
        lastSeen = new Fields(1, 66, digest);
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public long wakeAtNs() {
        return Math.min(Math.min(conveyor.wakeAtNs(), pager.wakeAtNs()), unloadAtNs());
    }

    @Override
    public long digest() {
        return digest.value()
                + Digest.mix(1, river.digest())
                + Digest.mix(2, sessions.learntDigest())
                + Digest.mix(3, conveyor.learntDigest());
    }

    @Override
    public void on(long nowNs, Signal signal, Commands out) {
        switch (signal) {
            case Signal.Keystroke s -> typed(nowNs, s.session());
            case Signal.Edited s -> typed(nowNs, s.session());
            case Signal.Paused s -> rhythm.paused(s.session());
            case Signal.Tokenised s -> {
                seen(nowNs);
                prompts.tokenised(s, out);
                reconsider(s.session(), out);
            }
            case Signal.Submitted s -> {
                seen(nowNs);
                prompts.submitted(nowNs, s, out);
                reconsider(s.session(), out);
            }
            case Signal.Landed s -> landed(nowNs, s, out);
            case Signal.Computed s -> computed(nowNs, s, out);
            case Signal.Routed s -> {
                if (running.is(s.pass())) {
                    conveyor.routed(s.shard(), s.experts(), s.rows());
                }
            }
            case Signal.Foreseen s -> {
                if (running.is(s.pass())) {
                    conveyor.foreseen(s.experts());
                }
            }
            case Signal.Drafted s -> drafted(s.work(), s.session(), s.tree(), out);
            case Signal.Verified s -> verified(nowNs, s, out);
            case Signal.Passed s -> passed(nowNs, s, out);
            case Signal.Failed s -> lost(s.work(), s.cause(), out);
            case Signal.Dropped s -> lost(s.work(), Cause.RETRIES_EXHAUSTED, out);
            case Signal.Pressed s -> conveyor.pressed(s.tier(), s.budgetBytes());
            case Signal.Attended s -> pager.attended(s.page(), s.massPpm());
            // Intents are not asked for.
            case Signal.Ranked s -> {}
            case Signal.Woke s -> {}
        }
        if (!running.is() && composer.begin(nowNs, out)) {
            pager.begin(conveyor.front());
            conveyor.begin(nowNs);
        }
        if (nowNs >= unloadAtNs()) {
            conveyor.sleep(out);
        }
        pager.advance(nowNs, out);
        conveyor.advance(nowNs, running.takesComputes(), out);
        giveUpIfStuck(out);
    }

    private void typed(long nowNs, int session) {
        seen(nowNs);
        rhythm.key(nowNs, session);
        if (ahead.warms()) {
            conveyor.wake();
            pager.warm(session);
        }
    }

    private void seen(long nowNs) {
        lastSeen.set(0, nowNs);
    }

    /// When the weights are to be given up if nobody is heard of before; never while somebody waits or a pass runs.
    private long unloadAtNs() {
        if (unloadAfterNs == Long.MAX_VALUE || conveyor.asleep() || running.is()) {
            return Long.MAX_VALUE;
        }
        for (int session = 0; session < sessions.count(); session++) {
            if (sessions.inTurn(session)) {
                return Long.MAX_VALUE;
            }
        }
        return lastSeen.get(0) + unloadAfterNs;
    }

    /// Somebody submitted while a pass works ahead of people: it is given up if starting afresh gives the earlier first token.
    private void reconsider(int session, Commands out) {
        if (!running.is() || !running.ahead() || running.abandoned() || !waits(session)) {
            return;
        }
        if (sessions.state(session) == Sessions.IN_PASS && sessions.inTurn(session)) {
            running.asked();
            return;
        }
        boolean pending = sessions.get(session, Sessions.PENDING) != 0;
        int total = pending ? sessions.asInt(session, Sessions.PENDING_TOTAL) : sessions.promptTokens(session);
        int good = pending ? sessions.asInt(session, Sessions.PENDING_CHANGED) : total;
        int held = Math.min(sessions.asInt(session, Sessions.KV), good);
        int joined = inThePass(session) ? Math.max(held, Math.min(sessions.asInt(session, Sessions.ROWS_TO), good)) : held;
        long leftNs = Arithmetic.mulDiv(costs.ns(running.rows()), conveyor.leftPpm(), PPM);
        long joinNs = leftNs + costs.promptNs(Math.max(1, total - joined));
        long afreshNs = costs.restartNs() + costs.promptNs(Math.max(1, total - held));
        if (afreshNs < joinNs) {
            running.abandon(out);
        }
    }

    /// A submit that is known to the last token waits for this session's turn, or for its beginning.
    private boolean waits(int session) {
        return sessions.inTurn(session)
                || (sessions.get(session, Sessions.SUBMITTED) != 0
                        && sessions.get(session, Sessions.PENDING) != 0
                        && sessions.get(session, Sessions.PENDING_REVISION) + 1 == sessions.get(session, Sessions.SUBMITTED));
    }

    private boolean inThePass(int session) {
        int state = sessions.state(session);
        return state == Sessions.ANTICIPATING || state == Sessions.IN_PASS;
    }

    private void landed(long nowNs, Signal.Landed s, Commands out) {
        if (works.kind(s.work()) == Works.Kind.FETCH) {
            conveyor.landed(nowNs, s.work(), out);
        } else if (works.kind(s.work()) == Works.Kind.MOVE) {
            pager.landed(s.work());
        }
    }

    private void computed(long nowNs, Signal.Computed s, Commands out) {
        if (works.kind(s.work()) == Works.Kind.COMPUTE) {
            conveyor.computed(nowNs, s.work(), s.busyNs(), out);
        }
    }

    private void drafted(long id, int session, DraftTree tree, Commands out) {
        if (works.kind(id) == Works.Kind.DRAFT && drafting.drafted(id, session, tree)) {
            ahead.completed(session, tree, out);
        }
    }

    private void verified(long nowNs, Signal.Verified s, Commands out) {
        int session = s.session();
        if (!running.is(s.pass()) || sessions.state(session) != Sessions.IN_PASS) {
            return;
        }
        int rowsTo = sessions.asInt(session, Sessions.ROWS_TO);
        int tokens = s.accepted() + 1;
        if (rowsTo > 0) {
            sessions.set(session, Sessions.KV, rowsTo);
        } else {
            sessions.set(session, Sessions.KV, sessions.get(session, Sessions.KV) + tokens);
            DraftOrder order = sessions.order(session);
            if (order.nodes() > 0) {
                int sent = sessions.asInt(session, Sessions.KEPT);
                sessions.speculation(session).learn(order, sessions.tree(session), sent, s.accepted(), s.leaf());
            }
        }
        if (sessions.get(session, Sessions.EARLINESS) == Sessions.VOID) {
            prompts.endTurn(session, out);
            return;
        }
        sessions.said(session, tokens);
        if (sessions.early(session)) {
            sessions.set(session, Sessions.HELD, sessions.get(session, Sessions.HELD) + tokens);
        } else {
            out.emit(session, tokens);
        }
        if (s.finished()) {
            prompts.replyOver(session, out);
        } else if (!kv.admits(sessions.asInt(session, Sessions.KV), 1, facts.kv().tokensPerSession())) {
            prompts.failTurn(session, Cause.CONTEXT_FULL, out);
        } else {
            drafting.goOn(nowNs, session, rowsTo > 0 ? -1 : s.bonusChild(), out);
        }
    }

    private void passed(long nowNs, Signal.Passed s, Commands out) {
        if (!running.is(s.pass())) {
            return;
        }
        costs.took(running.rows(), nowNs - running.beganNs());
        if (!running.ahead()) {
            // Somebody waited for this, and now reads.
            seen(nowNs);
        }
        running.over();
        conveyor.end(out);
        for (int session = 0; session < sessions.count(); session++) {
            switch (sessions.state(session)) {
                case Sessions.IN_PASS -> {
                    // A part of a prompt too long for one pass: no logits, so no verdict came.
                    sessions.set(session, Sessions.KV, sessions.get(session, Sessions.ROWS_TO));
                    sessions.set(session, Sessions.STATE, Sessions.PROMPT);
                    if (sessions.get(session, Sessions.EARLINESS) == Sessions.VOID) {
                        prompts.endTurn(session, out);
                    }
                }
                case Sessions.ANTICIPATING -> {
                    sessions.set(session, Sessions.KV, sessions.get(session, Sessions.ROWS_TO));
                    sessions.set(session, Sessions.PREFILLED, sessions.get(session, Sessions.ROWS_TO));
                    prompts.endTurn(session, out);
                }
                case Sessions.FAILING -> fail(session, out);
                default -> {
                    // The verdict has moved the session on, or it was not in the pass.
                }
            }
        }
        pager.end(conveyor.front(), out);
    }

    /// The pass brought nothing: turns that were to fail do, and others stand where they stood before it.
    private void passLost(Commands out) {
        running.over();
        conveyor.end(out);
        for (int session = 0; session < sessions.count(); session++) {
            switch (sessions.state(session)) {
                case Sessions.FAILING -> fail(session, out);
                case Sessions.ANTICIPATING -> {
                    rhythm.ahead(session, false);
                    prompts.endTurn(session, out);
                }
                case Sessions.IN_PASS -> {
                    boolean prompt = sessions.get(session, Sessions.ROWS_TO) > 0;
                    sessions.set(session, Sessions.STATE, prompt ? Sessions.PROMPT : Sessions.TREE);
                    if (sessions.get(session, Sessions.EARLINESS) == Sessions.VOID) {
                        prompts.endTurn(session, out);
                    }
                }
                default -> {
                    // Not in the pass.
                }
            }
        }
        pager.end(conveyor.front(), out);
    }

    private void fail(int session, Commands out) {
        prompts.failTurn(session, CAUSES[sessions.asInt(session, Sessions.CAUSE)], out);
    }

    /// The running pass cannot go on: turns in it fail once it has reported.
    private void abandonPass(Cause cause, Commands out) {
        if (running.is() && !running.abandoned()) {
            failAll(cause);
            running.abandon(out);
        }
    }

    private void failAll(Cause cause) {
        for (int session = 0; session < sessions.count(); session++) {
            int state = sessions.state(session);
            if (state == Sessions.IN_PASS) {
                sessions.set(session, Sessions.CAUSE, cause.ordinal());
                sessions.set(session, Sessions.STATE, Sessions.FAILING);
            } else if (state == Sessions.ANTICIPATING) {
                sessions.set(session, Sessions.HALTED, 1);
            }
        }
    }

    private void lost(long work, Cause cause, Commands out) {
        if (running.is(work)) {
            if (!running.abandoned()) {
                failAll(cause);
            }
            passLost(out);
            return;
        }
        switch (works.kind(work)) {
            case FETCH -> {
                if (conveyor.lost(work)) {
                    abandonPass(Cause.RETRIES_EXHAUSTED, out);
                }
            }
            case MOVE -> {
                if (pager.lost(work)) {
                    abandonPass(Cause.RETRIES_EXHAUSTED, out);
                }
            }
            case COMPUTE -> {
                conveyor.releaseCompute(work);
                abandonPass(cause, out);
            }
            case DRAFT -> drafted(work, works.subject(work), DraftTree.EMPTY, out);
            case NONE -> {}
        }
    }

    /// A pass that waits for a shard while nothing is in flight and nothing is timed would wait for ever: what it needs
    /// does not fit any more.
    private void giveUpIfStuck(Commands out) {
        if (running.is()
                && works.inFlight() == 0
                && conveyor.waits()
                && conveyor.wakeAtNs() == Long.MAX_VALUE
                && pager.wakeAtNs() == Long.MAX_VALUE) {
            abandonPass(Cause.MEMORY_PRESSURE, out);
        }
    }
}
