package nmos.sim;

import java.util.HashMap;
import java.util.Map;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.Signal;
import nmos.sim.calendar.Calendar;
import nmos.sim.fault.Faults;
import nmos.sim.random.Streams;
import nmos.sim.station.Job;
import nmos.sim.station.Outcome;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.Verdict;
import nmos.world.ledger.Ledger;
import nmos.world.metrics.Meter;

/// Carries out commands in virtual time. Every signal is one calendar event or part of one, the policy is never called from
/// within itself, and all of it happens on the thread that runs the calendar.
public final class SimWorld implements Commands, People.Ears {
    private static final int SIGNALS_BETWEEN_LOOKS = 4096;

    private final Calendar calendar;
    private final Facts facts;
    private final Policy policy;
    private final Ledger ledger;
    private final Meter meter;
    private final Devices devices;
    private final People people;
    private final Acceptance acceptance;
    private final Faults faults;
    private final Streams streams;
    private final RunWatch watch;

    private final Map<Long, Transfer> transfers = new HashMap<>();
    private final Drafts drafts;
    private final Arrivals arrivals;
    private final Replies replies;
    private final Host host;
    private final Drafters drafters;
    private final Context context;
    private PassRun pass = new PassRun(0);
    private int turnsOver;
    private boolean stopped;
    private long wakeTicket = Calendar.NO_TICKET;
    private long wakeAtNs = Long.MAX_VALUE;

    private record Transfer(int from, int to, Job job) {}

    public SimWorld(Calendar calendar, SimSetup setup, Policy policy) {
        this(calendar, setup, policy, RunWatch.NONE);
    }

    public SimWorld(Calendar calendar, SimSetup setup, Policy policy, RunWatch watch) {
        this.calendar = calendar;
        this.watch = watch;
        this.policy = policy;
        facts = setup.facts();
        streams = new Streams(setup.seed(), setup.replication());
        ledger = new Ledger(facts, this);
        meter = new Meter(setup.workload().sessions());
        devices = new Devices(calendar, setup);
        people = new People(calendar, setup, streams.stream("completions"), meter, this);
        acceptance = new Acceptance(setup.acceptance(), streams.stream("acceptance"));
        faults = new Faults(setup.faults(), streams);
        drafts = new Drafts(facts, acceptance, setup.workload().sessions());
        arrivals = new Arrivals(facts);
        replies = new Replies(setup.workload().sessions());
        host = new Host(calendar, setup.hostNsPerCommand());
        drafters = new Drafters(calendar, facts, host, devices, ledger, people, acceptance, drafts, this);
        context = new Context(facts, ledger, setup.attention(), streams);
    }

    /// Plays the workload to its end, or until somebody stops the calendar.
    public SimOutcome run() {
        people.sitDown();
        new Pressures(calendar, facts, faults, people, this::press).begin();
        calendar.run();
        if (people.gone()) {
            ledger.finish();
        } else if (!stopped) {
            throw new IllegalStateException("somebody waits at " + calendar.nowNs() + " ns and nothing is going to happen");
        }
        return new SimOutcome(
                people.gone(),
                meter.turns(),
                meter.passes(),
                meter.lastTurnEndedNs(),
                devices.stations().stream()
                        .map(station -> new SimOutcome.Device(station.name(), station.books()))
                        .toList(),
                arrivals.stalledNs(),
                arrivals.lateBytes(),
                arrivals.inTimeBytes(),
                meter.acceptanceByDepth(),
                arrivals.kvStalledNs(),
                context.lostPpm(),
                ledger,
                policy.digest(),
                streams.stream("last").nextLong());
    }

    @Override
    public void hear(Signal signal) {
        if (stopped) {
            return;
        }
        long now = calendar.nowNs();
        if (signal instanceof Signal.Tokenised typed) {
            drafts.changed(typed.session(), typed.firstChanged());
        }
        ledger.signal(now, signal);
        policy.on(now, signal, ledger);
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

    private void look() {
        if (!watch.goOn(turnsOver)) {
            stopped = true;
            calendar.stop();
        }
    }

    private void turnOver(int session) {
        turnsOver++;
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
            long bytes = facts.shards().get(shard).bytes();
            Job job = devices.fetch(from, bytes, urgency, faults.ofFetch(fetch), (outcome, busyNs) -> {
                transfers.remove(fetch);
                fetched(fetch, shard, from + 1, outcome, busyNs);
            });
            transfers.put(fetch, new Transfer(from, from + 1, job));
        });
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        long bytes = ledger.pages().movingBytes(page, first, last);
        host.then(() -> {
            Job job = devices.moveKv(from, to, bytes, urgency, faults.ofFetch(move), (outcome, busyNs) -> {
                transfers.remove(move);
                moved(move, outcome, busyNs);
            });
            transfers.put(move, new Transfer(from, to, job));
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
        if (drafters.cancel(work)) {
            return;
        }
        host.then(() -> {
            Transfer transfer = transfers.get(work);
            if (transfer != null) {
                devices.cancel(transfer.from(), transfer.to(), transfer.job());
            }
        });
    }

    @Override
    public void passRows(long id, int session, int revision, int from, int to, boolean logits) {
        open(id).parts.add(new PassRun.Part.Prompt(session, from, to, logits));
    }

    @Override
    public void passTree(long id, int session, long draft, int nodes) {
        Draft what = nodes == 0 ? acceptance.undrafted(session) : drafts.latest(session, draft);
        open(id).parts.add(new PassRun.Part.Tree(session, what, nodes));
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
        context.passBegins();
        host.then(() -> {
            begun.begun = true;
            begun.readyNs = calendar.nowNs();
            step();
        });
    }

    @Override
    public void compute(long compute, long id, int first, int last, int tier) {
        pass.runs.add(new PassRun.Run(compute, first, last, tier));
        host.then(this::step);
    }

    /// Moves the pass on as far as it will go: the next shard is computed once it is there, those before it are done, and
    /// the activations have followed.
    private void step() {
        PassRun.Run run = pass.runs.peek();
        if (run == null || pass.busy || !pass.begun || pass.abandoned || !ledger.ready(run.next, run.tier)) {
            return;
        }
        pass.busy = true;
        PassRun current = pass;
        if (pass.place == -1 || pass.place == run.tier) {
            compute(current, run);
            return;
        }
        long bytes = facts.kv().activationBytesPerRow() * pass.rows();
        devices.moveActivations(pass.place, run.tier, bytes, () -> {
            current.readyNs = calendar.nowNs();
            if (current.abandoned) {
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
        int rows = current.rows();
        int first = run.next;
        long ns = 0;
        while (run.next <= run.last && ledger.ready(run.next, run.tier)) {
            ledger.using(run.next, run.tier);
            arrivals.used(run.next, run.next == first && calendar.nowNs() > current.readyNs);
            ns += facts.computeNs(run.next, run.tier, rows) + context.ns(current, run.next, run.tier);
            run.next++;
        }
        if (run.next == first) {
            throw new IllegalStateException("shard " + first + " went away before its compute");
        }
        devices.compute(run.tier, ns, (outcome, busyNs) -> {
            run.busyNs += busyNs;
            current.busyNs += busyNs;
            computed(current, run);
        });
    }

    private void computed(PassRun current, PassRun.Run run) {
        current.busy = false;
        current.readyNs = calendar.nowNs();
        if (current.abandoned) {
            giveUp(current);
            return;
        }
        if (run.next > run.last) {
            current.runs.remove();
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
        context.attention(over).forEach(this::hear);
        for (PassRun.Part part : over.parts) {
            int session = part.session();
            switch (part) {
                case PassRun.Part.Prompt prompt -> {
                    if (prompt.logits()) {
                        drafts.replyBegins(session, people.turn(session));
                        replies.begin(session);
                        verdict(over, session, acceptance.verify(acceptance.undrafted(session), 0));
                    }
                }
                case PassRun.Part.Tree tree -> {
                    // Counted as the drafter guessed, also past the end of the reply.
                    Verdict whole = tree.draft().verdict(tree.nodes());
                    meter.guessed(whole.accepted(), hasChild(tree, whole.leaf()));
                    int left = people.replyTokens(session) - replies.said(session);
                    verdict(over, session, drafts.verify(tree.draft(), tree.nodes(), left));
                }
            }
        }
        meter.passEnded(now, over.tokens);
        hear(new Signal.Passed(over.id, over.busyNs));
    }

    private static boolean hasChild(PassRun.Part.Tree tree, int leaf) {
        int[] parent = tree.draft().tree().parent();
        for (int node = leaf + 1; node < tree.nodes(); node++) {
            if (parent[node] == leaf) {
                return true;
            }
        }
        return false;
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
        meter.verified(now, session, tokens);
        if (people.shown(session, tokens)) {
            meter.finished(now, session);
            turnOver(session);
        }
    }

    @Override
    public void abandonPass(long id) {
        PassRun abandoned = pass;
        abandoned.abandoned = true;
        if (!abandoned.busy) {
            calendar.at(calendar.nowNs(), () -> giveUp(abandoned));
        }
    }

    private void giveUp(PassRun abandoned) {
        abandoned.carriesTrees = false;
        while (!abandoned.runs.isEmpty()) {
            PassRun.Run run = abandoned.runs.remove();
            hear(new Signal.Dropped(run.id, run.busyNs));
        }
        hear(new Signal.Dropped(abandoned.id, abandoned.busyNs));
    }

    @Override
    public void draft(long draft, int session, DraftOrder order) {
        drafters.draft(draft, session, order, pass);
    }

    @Override
    public void complete(long draft, int session, int revision, int tokens) {
        drafters.complete(draft, session, tokens);
    }

    private void press(int tier, long budgetBytes) {
        hear(new Signal.Pressed(tier, budgetBytes));
        step();
    }

    @Override
    public void failTurn(int session, Cause cause) {
        meter.failed(calendar.nowNs(), session, cause);
        turnOver(session);
    }

    // The ledger has booked these; no device has anything to do for them.

    @Override
    public void evict(int shard, int tier) {}

    @Override
    public void truncate(int branch, int position) {}

    @Override
    public void retract(int session, int tokens) {}

    /// No scout is simulated: the answer never comes, as a policy must expect.
    @Override
    public void askScout(int session, int revision) {}

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {}

    @Override
    public void sharePage(int page, int branch) {}

    @Override
    public void fold(int page) {}

    @Override
    public void release(int page) {}
}
