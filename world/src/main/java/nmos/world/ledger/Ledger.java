package nmos.world.ledger;

import static nmos.world.ledger.InvariantBroken.check;

import java.util.HashMap;
import java.util.Map;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;
import nmos.policy.Facts;
import nmos.policy.Signal;

/// Stands between a policy and a world, in both: passes commands on after checking them, and checks every signal first.
/// It keeps its own account, so that a mistake in the policy's books cannot hide itself.
public final class Ledger implements Commands {
    /// More commands in answer to one signal than any policy needs.
    private static final int MAX_COMMANDS = 1024;

    private static final int MAX_WORK = 1024;
    private static final int NOBODY = -1;

    private sealed interface Work {
        record Fetch(int shard, int from) implements Work {}

        record Compute(int first, int last, int tier) implements Work {}

        record Draft(int session) implements Work {}

        /// Of a half-typed prompt: no tree that a pass could take.
        record Completion(int session) implements Work {}
        record Move(int page, int first, int last, int from, int to) implements Work {}
    }

    private final Commands next;
    private final int tiers;
    private final WeightLedger weights;
    private final TokenLedger tokens;
    private final PageLedger pages;
    private final RouteLedger routes;
    private final Map<Long, Work> inFlight = new HashMap<>();
    /// by session: a turn was submitted and has neither finished nor failed
    private final boolean[] inTurn;
    /// by session: its latest draft, and how many nodes that has
    private final long[] drafted;
    private final int[] draftedNodes;
    /// by session: the reply under way is verified to its end
    private final boolean[] whole;
    /// Whose turn ends with the commands to this signal: its last tokens are shown.
    private int finishing = NOBODY;
    private long nowNs;
    private long lastId;
    private int commands;
    private long signals;
    private long commandsInAll;

    public Ledger(Facts facts, Commands next) {
        this.next = next;
        weights = new WeightLedger(facts);
        routes = new RouteLedger(facts);
        tokens = new TokenLedger(facts, routes);
        pages = new PageLedger(facts);
        tiers = facts.tiers().size();
        inTurn = new boolean[facts.kv().sessions()];
        drafted = new long[facts.kv().sessions()];
        draftedNodes = new int[facts.kv().sessions()];
        whole = new boolean[facts.kv().sessions()];
    }

    /// Checks a signal before the policy hears of it.
    public void signal(long atNs, Signal signal) {
        check(atNs >= nowNs, "L8", "time went back", nowNs, atNs);
        nowNs = atNs;
        commands = 0;
        if (finishing != NOBODY) {
            inTurn[finishing] = false;
            finishing = NOBODY;
        }
        signals++;
        switch (signal) {
            case Signal.Landed s -> landed(s.work());
            case Signal.Computed s -> {
                Work.Compute work = take(s.work(), Work.Compute.class);
                weights.computeEnded(work.first(), work.last(), work.tier());
                pages.computeEnded(work.first(), work.last());
                tokens.computed(work.first(), work.last());
            }
            case Signal.Drafted s -> drafted(s);
            case Signal.Failed s -> lost(s.work());
            case Signal.Dropped s -> lost(s.work());
            case Signal.Verified s -> {
                tokens.verified(s.pass(), s.session(), s.accepted(), s.leaf());
                weights.tokens(tokens.held());
                whole[s.session()] = s.finished();
            }
            case Signal.Passed s -> {
                tokens.passEnded(s.pass(), true);
                weights.tokens(tokens.held());
                pages.passEnded(tokens);
            }
            case Signal.Pressed s -> weights.budget(s.tier(), s.budgetBytes());
            case Signal.Submitted s -> inTurn[s.session()] = true;
            case Signal.Keystroke s -> {}
            case Signal.Edited s -> {}
            case Signal.Paused s -> {}
            case Signal.Tokenised s -> {}
            case Signal.Ranked s -> {}
            case Signal.Attended s -> pages.attended(s.page());
            case Signal.Routed s -> routes.routed(s.shard(), s.experts(), s.rows(), tokens.rows(s.pass()), weights);
            case Signal.Foreseen s -> {
                tokens.rows(s.pass());
                routes.foreseen(s.shard(), s.experts());
            }
            case Signal.Woke s -> {}
        }
    }

    private void drafted(Signal.Drafted s) {
        switch (inFlight.remove(s.work())) {
            case Work.Draft draft -> {
                check(draft.session() == s.session(), "L1", "a draft for another session");
                drafted[s.session()] = s.work();
                draftedNodes[s.session()] = s.tree().nodes();
            }
            case Work.Completion completion ->
                check(completion.session() == s.session(), "L1", "a completion for another session");
            case null, default -> throw new InvariantBroken("L1", "a report of work that is not in flight: " + s.work());
        }
    }

    private void landed(long id) {
        Work work = inFlight.remove(id);
        switch (work) {
            case Work.Fetch fetch -> weights.landed(fetch.shard(), fetch.from());
            case Work.Move move -> moved(move, true);
            case Work.Compute compute -> throw new InvariantBroken("L1", "a compute landed");
            case Work.Draft draft -> throw new InvariantBroken("L1", "a draft landed");
            case Work.Completion completion -> throw new InvariantBroken("L1", "a completion landed");
            case null -> throw new InvariantBroken("L1", "a report of work that is not in flight: " + id);
        }
    }

    private void lost(long id) {
        Work work = inFlight.remove(id);
        switch (work) {
            case Work.Fetch fetch -> weights.lost(fetch.shard(), fetch.from());
            case Work.Move move -> moved(move, false);
            case Work.Compute compute -> {
                weights.computeEnded(compute.first(), compute.last(), compute.tier());
                pages.computeEnded(compute.first(), compute.last());
            }
            case Work.Draft draft -> {}
            case Work.Completion completion -> {}
            case null -> {
                tokens.passEnded(id, false);
                weights.tokens(tokens.held());
                pages.passEnded(tokens);
            }
        }
    }

    private void moved(Work.Move move, boolean landed) {
        pages.moveEnded(move.page(), move.first(), move.last(), move.from(), move.to(), landed);
        countPages();
    }

    private void countPages() {
        for (int tier = 1; tier < tiers && pages.present(); tier++) {
            weights.pages(tier, pages.placeBytes(tier));
        }
    }

    private <W extends Work> W take(long id, Class<W> kind) {
        Work work = inFlight.remove(id);
        if (work == null || !kind.isInstance(work)) {
            throw new InvariantBroken("L1", "a report of work that is not in flight: " + id);
        }
        return kind.cast(work);
    }

    /// A device is about to read a shard.
    public void using(int shard, int tier) {
        weights.using(shard, tier);
        pages.using(shard);
    }

    /// What a policy that was just asked wants as its timer.
    public void wake(long wakeAtNs) {
        check(wakeAtNs > nowNs, "L8", "a timer that is not later than now", nowNs, wakeAtNs);
    }

    /// All work and all passes have reported.
    public boolean quiet() {
        return inFlight.isEmpty() && tokens.quiet();
    }

    /// At the end of a run: everything reported, everything adds up.
    public void finish() {
        for (int session = 0; session < inTurn.length; session++) {
            check(!inTurn[session] || session == finishing, "L9", "a turn that neither ended nor failed", session, 0);
        }
        check(inFlight.isEmpty(), "L1", "work never reported", inFlight.size(), 0);
        weights.finish();
        tokens.finish();
        pages.finish();
    }

    /// A shard may be computed: its weights are there, and the KV its rows attend to.
    public boolean ready(int shard, int tier) {
        return weights.here(shard, tier) && pages.here(shard);
    }

    /// A tier has the weights of a shard.
    public boolean holds(int shard, int tier) {
        return weights.here(shard, tier);
    }

    public PageLedger pages() {
        return pages;
    }

    public ExpertUse experts() {
        return routes.use();
    }

    public long heldBytes(int tier) {
        return weights.heldBytes(tier);
    }

    public long weightBytes(int tier) {
        return weights.weightBytes(tier);
    }

    public long highWaterBytes(int tier) {
        return weights.highWaterBytes(tier);
    }

    public long fetchedBytes(int tier) {
        return weights.fetchedBytes(tier);
    }

    /// Bytes fetched into a tier and given up without having been read there.
    public long wastedBytes(int tier) {
        return weights.wastedBytes(tier);
    }

    public long kvTokens(int session) {
        return tokens.kv(session);
    }

    public long signals() {
        return signals;
    }

    public long commands() {
        return commandsInAll;
    }

    private void command() {
        commands++;
        commandsInAll++;
        check(commands <= MAX_COMMANDS, "L10", "too many commands for one signal");
    }

    private void add(long id, Work work) {
        check(id > lastId, "L1", "an id used before", id, lastId);
        lastId = id;
        inFlight.put(id, work);
        check(inFlight.size() <= MAX_WORK, "L10", "too much work in flight");
    }

    @Override
    public void askScout(int session, int revision) {
        command();
        next.askScout(session, revision);
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {
        command();
        weights.fetch(shard, from);
        add(fetch, new Work.Fetch(shard, from));
        next.fetch(fetch, shard, from, urgency, deadlineNs);
    }

    @Override
    public void cancel(long work) {
        command();
        check(inFlight.containsKey(work), "L1", "cancelling what is not in flight: " + work);
        next.cancel(work);
    }

    @Override
    public void evict(int shard, int tier) {
        command();
        weights.evict(shard, tier);
        next.evict(shard, tier);
    }

    @Override
    public void passRows(long pass, int session, int revision, int from, int to, boolean logits) {
        command();
        tokens.rows(pass, session, from, to, logits);
        next.passRows(pass, session, revision, from, to, logits);
    }

    @Override
    public void passTree(long pass, int session, long draft, int nodes) {
        command();
        check(nodes == 0 || (draft == drafted[session] && nodes <= draftedNodes[session]), "L7", "nodes of no draft", nodes, draft);
        tokens.tree(pass, session, nodes);
        next.passTree(pass, session, draft, nodes);
    }

    @Override
    public void beginPass(long pass) {
        command();
        check(pass > lastId, "L1", "an id used before", pass, lastId);
        lastId = pass;
        tokens.begin(pass);
        if (pages.present()) {
            pages.begin(pass, tokens);
        }
        next.beginPass(pass);
    }

    @Override
    public void compute(long compute, long pass, int first, int last, int tier) {
        command();
        tokens.compute(pass, first, last);
        weights.compute(first, last, tier);
        if (pages.present()) {
            pages.compute(first, last, tier, tokens);
            countPages();
        }
        add(compute, new Work.Compute(first, last, tier));
        next.compute(compute, pass, first, last, tier);
    }

    @Override
    public void abandonPass(long pass) {
        command();
        tokens.abandon(pass);
        next.abandonPass(pass);
    }

    @Override
    public void draft(long draft, int session, DraftOrder order) {
        command();
        add(draft, new Work.Draft(session));
        next.draft(draft, session, order);
    }

    @Override
    public void complete(long draft, int session, int revision, int count) {
        command();
        add(draft, new Work.Completion(session));
        next.complete(draft, session, revision, count);
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        command();
        check(pages.present(), "L11", "a page where KV is not in pages", page, branch);
        pages.open(page, branch, from, to, tier, tokens.kv(branch));
        next.openPage(page, branch, from, to, tier);
    }

    @Override
    public void sharePage(int page, int branch) {
        command();
        tokens.shared(branch, pages.share(page, branch, tokens));
        next.sharePage(page, branch);
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        command();
        pages.move(page, first, last, from, to);
        countPages();
        add(move, new Work.Move(page, first, last, from, to));
        next.movePage(move, page, first, last, from, to, urgency);
    }

    @Override
    public void fold(int page) {
        command();
        pages.fold(page, tokens);
        next.fold(page);
    }

    @Override
    public void truncate(int branch, int position) {
        command();
        pages.truncate(branch, position, tokens.kv(branch));
        tokens.truncate(branch, position);
        weights.tokens(tokens.held());
        next.truncate(branch, position);
    }

    @Override
    public void release(int page) {
        command();
        pages.release(page);
        countPages();
        next.release(page);
    }

    @Override
    public void emit(int session, int count) {
        command();
        check(inTurn[session], "L7", "tokens for no turn", session, count);
        tokens.emit(session, count);
        if (whole[session] && tokens.allShown(session)) {
            finishing = session;
        }
        next.emit(session, count);
    }

    @Override
    public void retract(int session, int count) {
        command();
        tokens.retract(session, count);
        next.retract(session, count);
    }

    @Override
    public void failTurn(int session, Cause cause) {
        command();
        check(inTurn[session], "L9", "failing a turn that is not running", session, 0);
        inTurn[session] = false;
        next.failTurn(session, cause);
    }
}
