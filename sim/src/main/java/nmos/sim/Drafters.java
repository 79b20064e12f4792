package nmos.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nmos.policy.Cause;
import nmos.policy.DraftOrder;
import nmos.policy.Facts;
import nmos.policy.Signal;
import nmos.sim.calendar.Calendar;
import nmos.sim.station.Job;
import nmos.sim.station.Outcome;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.Draft;
import nmos.world.ledger.Ledger;

/// Drafts in flight: what was ordered of the draft model and of prompt lookup, and not reported yet.
final class Drafters {
    private final Calendar calendar;
    private final Host host;
    private final Devices devices;
    private final Ledger ledger;
    private final People people;
    private final Acceptance acceptance;
    private final Drafts drafts;
    private final People.Ears ears;
    private final int tier;

    /// By draft, what the draft model does for it once it was told.
    private final Map<Long, Optional<Job>> inFlight = new HashMap<>();
    /// Those that were cancelled: their answers go unheard.
    private final Set<Long> unwanted = new HashSet<>();

    Drafters(
            Calendar calendar,
            Facts facts,
            Host host,
            Devices devices,
            Ledger ledger,
            People people,
            Acceptance acceptance,
            Drafts drafts,
            People.Ears ears) {
        this.calendar = calendar;
        this.host = host;
        this.devices = devices;
        this.ledger = ledger;
        this.people = people;
        this.acceptance = acceptance;
        this.drafts = drafts;
        this.ears = ears;
        tier = facts.top();
    }

    /// While a tree of the session is with the oracle the draft goes on below it.
    void draft(long draft, int session, DraftOrder order, PassRun pass) {
        inFlight.put(draft, Optional.empty());
        PassRun.Part.Tree sent = pass.carriesTrees ? pass.tree(session) : null;
        host.then(() -> {
            Draft made = sent == null
                    ? drafts.make(session, order)
                    : acceptance.extend(sent.draft(), sent.nodes(), order);
            switch (order.drafter()) {
                case LOOKUP -> calendar.at(calendar.nowNs(), () -> guessed(draft, Outcome.DONE, made, 0));
                case MODEL -> {
                    int old = sent == null ? 0 : sent.draft().tree().nodes();
                    guess(draft, session, drafts.guessingNs(made.tree(), old), made);
                }
            }
        });
    }

    void complete(long draft, int session, int tokens) {
        inFlight.put(draft, Optional.empty());
        host.then(() -> {
            Draft undrafted = acceptance.undrafted(session);
            Draft chain = new Draft(undrafted.at(), people.complete(session, tokens), undrafted.rightPath());
            guess(draft, session, drafts.guessingNs(chain.tree(), 0), chain);
        });
    }

    private void guess(long draft, int session, long ns, Draft made) {
        long readingNs = drafts.readingNs(session, Math.max(people.tokens(session), ledger.kvTokens(session)));
        Job job = devices.compute(tier, readingNs + ns, (outcome, busyNs) -> guessed(draft, outcome, made, busyNs));
        inFlight.replace(draft, Optional.of(job));
    }

    private void guessed(long draft, Outcome outcome, Draft made, long busyNs) {
        inFlight.remove(draft);
        switch (unwanted.remove(draft) ? Outcome.DROPPED : outcome) {
            case DONE -> {
                drafts.told(draft, made);
                ears.hear(new Signal.Drafted(draft, made.session(), made.tree(), busyNs));
            }
            case FAILED -> ears.hear(new Signal.Failed(draft, Cause.DEVICE_LOST, busyNs));
            case DROPPED -> ears.hear(new Signal.Dropped(draft, busyNs));
        }
    }

    /// Whether it is a draft that was cancelled. From now on it is unwanted; the device hears of it when the host has the time.
    boolean cancel(long work) {
        if (!inFlight.containsKey(work)) {
            return false;
        }
        unwanted.add(work);
        host.then(() -> inFlight.getOrDefault(work, Optional.empty()).ifPresent(job -> devices.cancelCompute(tier, job)));
        return true;
    }
}
