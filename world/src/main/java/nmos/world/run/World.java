package nmos.world.run;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.scenarios.ReplyMode;
import nmos.scenarios.Workload;
import nmos.world.acceptance.Guess;
import nmos.world.acceptance.Verdict;
import nmos.world.ledger.Ledger;
import nmos.world.metrics.Meter;
import org.jspecify.annotations.Nullable;

/// Carries out a policy's commands with the machinery and the minds it is given. The policy is never called from within itself,
/// and all of it happens on the thread that runs the calendar.
public final class World implements Commands, People.Ears {
    private static final int SIGNALS_BETWEEN_LOOKS = 4096;

    private final Calendar calendar;
    private final Facts facts;
    private final Policy policy;
    private final Ledger ledger;
    private final Meter meter;
    private final Machinery machinery;
    private final Minds minds;
    private final People people;
    private final RunWatch watch;

    private final Arrivals arrivals;
    private final Replies replies;
    private final Host host;
    private final @Nullable Previews previews;
    /// Transfers that have not reported.
    private final Set<Long> transfers = new HashSet<>();
    /// Drafts in flight, and those of them that were cancelled: their answers go unheard.
    private final Set<Long> drafts = new HashSet<>();

    private final Set<Long> unwanted = new HashSet<>();
    private PassRun pass = new PassRun(0);
    private int turnsOver;
    private boolean stopped;
    private long wakeTicket = Calendar.NO_TICKET;
    private long wakeAtNs = Long.MAX_VALUE;

    /// `hostNsPerCommand`: what the engine is taken to spend on each command, one after the other, beside what it spends.
    public record Setup(
            Facts facts, Workload workload, ReplyMode reply, int replication, long hostNsPerCommand) {}

    /// What a world is made with, once there is a ledger to look things up in.
    public record Parts(Machinery machinery, Minds minds) {}

    public World(Calendar calendar, Setup setup, Policy policy, RunWatch watch, Function<Ledger, Parts> making) {
        this.calendar = calendar;
        this.watch = watch;
        this.policy = policy;
        facts = setup.facts();
        Workload workload = setup.workload();
        ledger = new Ledger(facts, this);
        boolean unverified = setup.reply() == ReplyMode.DRAFT_THEN_ORACLE;
        meter = new Meter(workload.sessions(), unverified);
        Parts parts = making.apply(ledger);
        machinery = parts.machinery();
        minds = parts.minds();
        people = new People(calendar, workload, setup.replication(), minds, meter, this);
        arrivals = new Arrivals(facts);
        replies = new Replies(workload.sessions());
        previews = unverified ? new Previews(calendar, minds, meter, workload.sessions()) : null;
        host = new Host(calendar, setup.hostNsPerCommand());
    }

    /// People come and do what they do; [Calendar#run] lets it happen.
    public void begin() {
        people.sitDown();
    }

    /// Everybody has gone and all work has reported.
    public boolean over() {
        return (stopped || people.gone()) && ledger.quiet();
    }

    public boolean gone() {
        return people.gone();
    }

    /// What the run came to, once the calendar has run. It is complete where everybody has gone and all work has reported: who is
    /// stopped between the two may have been waiting for a device that never answers.
    public RunOutcome outcome() {
        boolean complete = people.gone() && (!stopped || ledger.quiet());
        if (complete) {
            ledger.finish();
        } else if (!stopped) {
            throw new IllegalStateException("somebody waits at " + calendar.nowNs() + " ns and nothing is going to happen");
        }
        return new RunOutcome(
                complete,
                meter.turns(),
                meter.passes(),
                meter.lastTurnEndedNs(),
                machinery.devices(),
                arrivals.stalledNs(),
                arrivals.lateBytes(),
                arrivals.inTimeBytes(),
                meter.acceptanceByDepth(),
                arrivals.kvStalledNs(),
                minds.attentionLostPpm(),
                ledger,
                policy.digest());
    }

    @Override
    public void hear(Signal signal) {
        if (stopped) {
            return;
        }
        long now = calendar.nowNs();
        ledger.signal(now, signal);
        policy.on(now, signal, ledger);
        if (previews != null && signal instanceof Signal.Submitted asked && people.waiting(asked.session())) {
            previews.submitted(asked.session(), people.left(asked.session()));
        }
        if (ledger.signals() % SIGNALS_BETWEEN_LOOKS == 0) {
            look();
        }
        long wake = policy.wakeAtNs();
        ledger.wake(wake);
        if (wake != wakeAtNs) {
            calendar.cancel(wakeTicket);
            wakeAtNs = wake;
            wakeTicket = wake == Long.MAX_VALUE ? Calendar.NO_TICKET : calendar.at(wake, this::woke);
        }
    }

    /// Asks whoever watches whether to go on.
    public void look() {
        if (!watch.goOn(turnsOver)) {
            stop();
        }
    }

    /// The run ends where it is.
    public void stop() {
        stopped = true;
        calendar.stop();
    }

    private void turnOver(int session) {
        turnsOver++;
        if (previews != null) {
            previews.over(session);
        }
        people.turnOver(session);
        look();
    }

    private void woke() {
        wakeTicket = Calendar.NO_TICKET;
        wakeAtNs = Long.MAX_VALUE;
        hear(new Signal.Woke());
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {
        host.then(() -> {
            transfers.add(fetch);
            machinery.fetch(fetch, shard, from, urgency, (outcome, busyNs) -> {
                transfers.remove(fetch);
                fetched(fetch, shard, from + 1, outcome, busyNs);
            });
        });
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        long bytes = ledger.pages().movingBytes(page, first, last);
        host.then(() -> {
            transfers.add(move);
            machinery.movePage(move, page, first, last, from, to, bytes, urgency, (outcome, busyNs) -> {
                transfers.remove(move);
                moved(move, outcome, busyNs);
            });
        });
    }

    private void moved(long move, Outcome outcome, long busyNs) {
        switch (outcome) {
            case DONE -> hear(new Signal.Landed(move, busyNs));
            case FAILED -> hear(new Signal.Failed(move, Cause.READ_ERROR, busyNs));
            case DROPPED -> hear(new Signal.Dropped(move, busyNs));
        }
        step();
    }

    private void fetched(long fetch, int shard, int tier, Outcome outcome, long busyNs) {
        switch (outcome) {
            case DONE -> {
                arrivals.landed(calendar.nowNs(), shard, tier);
                hear(new Signal.Landed(fetch, busyNs));
                step();
            }
            case FAILED -> hear(new Signal.Failed(fetch, Cause.READ_ERROR, busyNs));
            case DROPPED -> hear(new Signal.Dropped(fetch, busyNs));
        }
    }

    @Override
    public void cancel(long work) {
        if (drafts.contains(work)) {
            unwanted.add(work);
            host.then(() -> {
                if (drafts.contains(work)) {
                    minds.cancel(work);
                }
            });
            return;
        }
        host.then(() -> {
            if (transfers.contains(work)) {
                machinery.cancel(work);
            }
        });
    }

    @Override
    public void passRows(long id, int session, int revision, int from, int to, boolean logits) {
        open(id).parts.add(new PassRun.Part.Prompt(session, revision, from, to, logits));
    }

    @Override
    public void passTree(long id, int session, long draft, int nodes) {
        Guess what = nodes == 0 ? minds.undrafted(session) : minds.latest(session, draft);
        int most = people.replyTokens(session) - replies.said(session);
        open(id).parts.add(new PassRun.Part.Tree(session, what, nodes, most));
    }

    private PassRun open(long id) {
        if (pass.id != id) {
            pass = new PassRun(id);
        }
        return pass;
    }

    @Override
    public void beginPass(long id) {
        meter.passBegan(calendar.nowNs(), pass.rows(), pass.sessions(), pass.decodes());
        PassRun begun = pass;
        begun.carriesTrees = true;
        machinery.beginPass(begun);
        host.then(() -> {
            begun.begun = true;
            begun.readyNs = calendar.nowNs();
            step();
        });
    }

    @Override
    public void compute(long compute, long id, int first, int last, int tier) {
        pass.runs.add(new PassRun.Run(compute, first, last, tier));
        machinery.planned(first, last);
        host.then(this::step);
    }

    /// Moves the pass on as far as it will go: the next shard is computed once it is there, those before it are done, and
    /// the activations have followed.
    private void step() {
        PassRun.Run run = pass.runs.peek();
        if (run == null || pass.busy || !pass.begun || pass.abandoned() || !ledger.ready(run.next, run.tier)) {
            return;
        }
        pass.busy = true;
        PassRun current = pass;
        if (pass.place == -1 || pass.place == run.tier) {
            compute(current, run);
            return;
        }
        machinery.moveActivations(pass.place, run.tier, pass, () -> {
            current.readyNs = calendar.nowNs();
            if (current.abandoned()) {
                current.busy = false;
                giveUp(current);
            } else {
                compute(current, run);
            }
        });
    }

    private void compute(PassRun current, PassRun.Run run) {
        current.place = run.tier;
        arrivals.waited(current.readyNs, calendar.nowNs(), run.next, run.tier);
        int first = run.next;
        while (run.next <= run.last && ledger.ready(run.next, run.tier)) {
            ledger.using(run.next, run.tier);
            arrivals.used(run.next, run.next == first && calendar.nowNs() > current.readyNs);
            run.next++;
        }
        if (run.next == first) {
            throw new IllegalStateException("shard " + first + " went away before its compute");
        }
        machinery.compute(current, first, run.next, run.tier, (outcome, busyNs) -> {
            run.busyNs += busyNs;
            current.busyNs += busyNs;
            computed(current, run, outcome);
        });
    }

    private void computed(PassRun current, PassRun.Run run, Outcome outcome) {
        current.busy = false;
        current.readyNs = calendar.nowNs();
        if (current.abandoned()) {
            giveUp(current);
            return;
        }
        if (outcome != Outcome.DONE) {
            current.runs.remove();
            machinery.settled(run.first, run.last);
            hear(new Signal.Failed(run.id, Cause.DEVICE_LOST, run.busyNs));
            step();
            return;
        }
        if (run.next > run.last) {
            current.runs.remove();
            machinery.settled(run.first, run.last);
            if (facts.routes(run.last)) {
                machinery.routed(current, run.last, this::hear);
            }
            hear(new Signal.Computed(run.id, run.busyNs));
            if (run.last == facts.shards().size() - 1) {
                conclude(current);
                return;
            }
        }
        step();
    }

    private void conclude(PassRun over) {
        long now = calendar.nowNs();
        over.carriesTrees = false;
        minds.attention(over).forEach(this::hear);
        for (PassRun.Part part : over.parts) {
            Said said = minds.said(over, part);
            switch (part) {
                case PassRun.Part.Prompt prompt -> {
                    if (prompt.logits()) {
                        replies.begin(prompt.session());
                        verdict(over, prompt.session(), said.verdict());
                    }
                }
                case PassRun.Part.Tree tree -> {
                    // Counted as the drafter guessed, also past the end of the reply.
                    meter.guessed(said.followed(), said.more());
                    verdict(over, tree.session(), said.verdict());
                }
            }
        }
        machinery.passOver(over);
        meter.passEnded(now, over.tokens);
        hear(new Signal.Passed(over.id, over.busyNs));
    }

    private void verdict(PassRun over, int session, Verdict verdict) {
        int tokens = verdict.accepted() + 1;
        replies.say(session, tokens);
        over.tokens += tokens;
        boolean finished = replies.said(session) >= people.replyTokens(session);
        hear(new Signal.Verified(
                over.id, session, verdict.accepted(), verdict.leaf(), verdict.bonusChild(), finished));
    }

    /// The person sees tokens: those of one verdict, or of all there were before anybody asked.
    @Override
    public void emit(int session, int tokens) {
        long now = calendar.nowNs();
        replies.show(session, tokens);
        minds.shown(session, tokens);
        meter.verified(now, session, tokens);
        if (previews != null) {
            previews.verified(session, tokens);
        }
        if (people.shown(session, tokens)) {
            meter.finished(now, session);
            turnOver(session);
        }
    }

    @Override
    public void abandonPass(long id) {
        PassRun abandoned = pass;
        abandoned.abandon();
        if (!abandoned.busy) {
            calendar.at(calendar.nowNs(), () -> giveUp(abandoned));
        }
    }

    private void giveUp(PassRun abandoned) {
        abandoned.carriesTrees = false;
        while (!abandoned.runs.isEmpty()) {
            PassRun.Run run = abandoned.runs.remove();
            machinery.settled(run.first, run.last);
            hear(new Signal.Dropped(run.id, run.busyNs));
        }
        machinery.passOver(abandoned);
        hear(new Signal.Dropped(abandoned.id, abandoned.busyNs));
    }

    /// While a tree of the session is with the oracle the draft goes on below it.
    @Override
    public void draft(long draft, int session, DraftOrder order) {
        drafts.add(draft);
        PassRun.Part.Tree sent = pass.carriesTrees ? pass.tree(session) : null;
        host.then(() -> minds.draft(draft, session, order, sent, (outcome, guess, busyNs) ->
                guessed(draft, session, outcome, guess, busyNs)));
    }

    @Override
    public void complete(long draft, int session, int revision, int tokens) {
        drafts.add(draft);
        host.then(() -> minds.complete(draft, session, tokens, (outcome, guess, busyNs) ->
                guessed(draft, session, outcome, guess, busyNs)));
    }

    private void guessed(long draft, int session, Outcome outcome, @Nullable Guess guess, long busyNs) {
        drafts.remove(draft);
        boolean wanted = !unwanted.remove(draft);
        if (!wanted || outcome == Outcome.DROPPED) {
            hear(new Signal.Dropped(draft, busyNs));
        } else if (guess == null) {
            hear(new Signal.Failed(draft, Cause.DEVICE_LOST, busyNs));
        } else {
            minds.told(draft, session, guess);
            hear(new Signal.Drafted(draft, session, guess.tree(), busyNs));
        }
    }

    /// A tier has this much room from now on.
    public void press(int tier, long budgetBytes) {
        hear(new Signal.Pressed(tier, budgetBytes));
        step();
    }

    @Override
    public void failTurn(int session, Cause cause) {
        minds.failed(session);
        meter.failed(calendar.nowNs(), session, cause);
        turnOver(session);
    }

    @Override
    public void retract(int session, int tokens) {
        minds.retracted(session, tokens);
    }

    // The ledger has booked these; the machinery keeps the memory itself.

    @Override
    public void evict(int shard, int tier) {
        machinery.evict(shard, tier);
    }

    @Override
    public void truncate(int branch, int position) {
        machinery.truncate(branch, position);
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        machinery.openPage(page, branch, from, to, tier);
    }

    @Override
    public void sharePage(int page, int branch) {
        machinery.sharePage(page, branch);
    }

    @Override
    public void fold(int page) {
        machinery.fold(page);
    }

    @Override
    public void release(int page) {
        machinery.release(page);
    }

    /// Nobody here asks a scout: the answer never comes, as a policy must expect.
    @Override
    public void askScout(int session, int revision) {}
}
